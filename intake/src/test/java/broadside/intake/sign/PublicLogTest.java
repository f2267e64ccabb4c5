package broadside.intake.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import broadside.archive.Publication;
import broadside.archive.log.LogDirectory;
import broadside.archive.release.CheckMonitor;
import broadside.archive.release.Durable;
import broadside.archive.release.ReleaseException;
import broadside.archive.verify.Audit;
import broadside.archive.verify.Finding.Kind;
import broadside.intake.IntakeException;
import broadside.intake.PrivateDirectory;
import broadside.intake.release.CatchUp;
import broadside.intake.release.Letters;
import broadside.intake.release.ReleaseChoice;
import broadside.intake.release.ReleaseMonitor;
import broadside.intake.release.Releaser;
import broadside.proof.log.Checkpoint;
import broadside.proof.note.KeyType;
import broadside.proof.note.SignedNote;
import broadside.proof.note.SigningKey;
import broadside.proof.policy.LogPolicy;
import broadside.proof.policy.Policy;
import broadside.proof.policy.Roles;
import broadside.proof.statement.PolicyStatement;
import broadside.proof.statement.SignedStatement;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A publication and its witnesses, who come and go. */
@Tag("slow")
class PublicLogTest {
  @TempDir Path scratch;
  private final List<LoopbackWitness> witnesses = new ArrayList<>();
  private Letters letters;

  @BeforeEach
  void publication() throws IOException {
    letters = Letters.create(scratch.resolve("pub"));
    letters.add(1, 2, 3, 4, 5);
  }

  @AfterEach
  void stop() {
    witnesses.forEach(LoopbackWitness::stop);
  }

  @Test
  void asksNobodyWhereThePolicyNamesNobody() throws IOException {
    letters.release(new ReleaseChoice.Oldest(1));
    assertThat(checkpoint().signatures()).hasSize(1);
    assertThat(pending()).doesNotExist();
    try (PrivateDirectory open = open()) {
      assertThat(new PublicLog(open).publish()).isZero();
      assertThat(new PublicLog(open).renew()).isEmpty();
    }
  }

  @Test
  void aSecondPolicyBringsWitnessesWhoCosign() throws IOException, FormatException {
    letters.release(new ReleaseChoice.Oldest(1));
    witnesses(3);
    assertThat(checkpoint().signatures()).hasSize(4);
    LogPolicy.Seen seen = policy().log().check(checkpoint());
    assertThat(seen.checkpoint().size()).isEqualTo(3);
    assertThat(seen.times()).hasSize(3);
    letters.release(new ReleaseChoice.Oldest(1));
    Audit.Report report = audit(Instant.parse("2026-05-01T12:00:00Z"));
    assertThat(report.findings()).isEmpty();
    assertThat(report.log()).isNotNull();
    assertThat(report.log().seen().time()).isEqualTo(Instant.parse("2026-05-01T00:00:00Z"));
    assertThat(report.log().history().policies().newest().version()).isEqualTo(2);
    for (LoopbackWitness witness : witnesses) {
      assertThat(witness.last()).isEqualTo(seen().checkpoint());
    }
  }

  @Test
  void publishesNothingWithoutAQuorumAndTheSameBytesLater() throws IOException {
    witnesses(3); // it takes all of them: 1 + ⌊2·3/3⌋
    byte[] before = Files.readAllBytes(letters.publicDirectory().resolve("checkpoint"));
    try (Publication readers = Publication.open(letters.publicDirectory())) {
      witnesses.get(1).stop();
      assertThatExceptionOfType(QuorumException.class)
          .isThrownBy(() -> letters.release(new ReleaseChoice.Oldest(2)))
          .withMessageContaining("Not published yet")
          .withMessageContaining("cosigned by 2 of 3 witnesses")
          .withMessageContaining("w1 cannot be reached");
      assertThat(letters.publicDirectory().resolve("checkpoint")).hasBinaryContent(before);
      assertThat(readers.refresh()).isFalse();
      assertThat(readers.releases()).isEmpty();
      assertThat(audit().findings())
          .singleElement()
          .satisfies(f -> assertThat(f.sentence()).contains("Release 1", "not in the log yet"));
      SignedNote signed = note(pending());
      assertThat(witnesses.get(0).last()).isNotNull();
      assertThat(witnesses.get(0).last().size()).isEqualTo(3);
      assertThat(witnesses.get(0).last().print()).isEqualTo(signed.text());

      // Nothing else may be released meanwhile, nor is anything else signed.
      assertThatExceptionOfType(QuorumException.class)
          .isThrownBy(() -> letters.release(new ReleaseChoice.Oldest(2)));
      assertThat(note(pending())).isEqualTo(signed);

      witnesses.get(1).start();
      try (PrivateDirectory open = open()) {
        assertThat(new Releaser(open).publishCommitted(ReleaseMonitor.NONE)).isTrue();
      }
      assertThat(checkpoint().text()).isEqualTo(signed.text());
      assertThat(checkpoint().signatures()).containsAll(signed.signatures()).hasSize(4);
      assertThat(pending()).doesNotExist();
      assertThat(readers.refresh()).isTrue();
      assertThat(readers.releases()).hasSize(1);
      assertThat(audit().findings()).isEmpty();
    }
  }

  @Test
  void signsNothingWhereNoWitnessAnswers() throws IOException {
    witnesses(2);
    SignedNote before = checkpoint();
    witnesses.forEach(LoopbackWitness::stop);
    assertThatExceptionOfType(QuorumException.class)
        .isThrownBy(() -> letters.release(new ReleaseChoice.Oldest(2)))
        .withMessageContaining("No witness answers; nothing was signed");
    assertThat(checkpoint()).isEqualTo(before);
    assertThat(pending()).doesNotExist();
  }

  @Test
  void goesOnWithWitnessesThatTheQuorumCanDoWithout() throws IOException {
    witnesses(4); // it takes 3
    witnesses.get(2).stop();
    letters.release(new ReleaseChoice.Oldest(1));
    assertThat(seen().times()).hasSize(3);
    letters.release(new ReleaseChoice.Oldest(1));
    witnesses.get(2).start();
    letters.release(new ReleaseChoice.Oldest(1)); // it has missed two checkpoints, and is told how
    assertThat(seen().times()).hasSize(4);
    assertThat(audit().findings()).isEmpty();
  }

  /** The copy has less than a witness, as much, or as much of another kind: it signs nothing. */
  @Test
  void anOldCopySignsNothing() throws IOException {
    witnesses(2);
    Letters old = letters.copy(scratch.resolve("old"));
    letters.release(new ReleaseChoice.Oldest(2));
    Checkpoint newest = seen().checkpoint();
    Letters smaller = old.copy(scratch.resolve("smaller"));
    try (PrivateDirectory open = PrivateDirectory.open(smaller.publication())) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> new PublicLog(open).renew())
          .withMessageContaining("has signed a log of 3 entries")
          .withMessageContaining("knows of 2");
    }
    old.add(6);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> old.release(ReleaseChoice.ALL))
        .withMessageContaining("old copy")
        .withMessageContaining("Nothing was signed");
    assertThat(old.publication().resolve("private/checkpoint.pending")).doesNotExist();
    for (LoopbackWitness witness : witnesses) {
      assertThat(witness.last()).isEqualTo(newest);
    }
  }

  @Test
  void anOldLedgerBesideANewerLogSignsNothing() throws IOException {
    letters.release(new ReleaseChoice.Oldest(1));
    Letters old = letters.copy(scratch.resolve("old"));
    letters.release(new ReleaseChoice.Oldest(1));
    Durable.deleteTree(old.publicDirectory());
    try (var all = Files.walk(letters.publicDirectory())) {
      for (Path path : all.toList()) {
        Path relative = letters.publicDirectory().relativize(path);
        Files.copy(path, old.publicDirectory().resolve(relative.toString()));
      }
    }
    SignedNote before = checkpoint();
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> old.release(ReleaseChoice.ALL))
        .withMessageContaining("ledger.db")
        .withMessageContaining("old copy");
    assertThat(new LogDirectory(old.publicDirectory()).checkpoint()).isEqualTo(before);
    assertThat(old.counts()).as("nothing was committed").isEqualTo(counts(old));
    assertThat(old.publicDirectory().resolve("releases/3")).doesNotExist();
  }

  /** What its witnesses have seen is taken from a copy of what is public, and then it goes on. */
  @Test
  void anOldCopyCatchesUpAndGoesOn() throws IOException {
    witnesses(3);
    Letters old = letters.copy(scratch.resolve("old"));
    letters.release(new ReleaseChoice.Oldest(2));
    Checkpoint newest = seen().checkpoint();
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> old.release(new ReleaseChoice.Oldest(1)))
        .withMessageContaining("run \"broadside catch-up\"");
    try (PrivateDirectory open = PrivateDirectory.open(old.publication())) {
      assertThat(open.ledger().statements().size()).as("nothing was signed").isEqualTo(2);
      CatchUp.Done done = new CatchUp(open, ReleaseMonitor.NONE).from(letters.publicDirectory());
      assertThat(done).isEqualTo(new CatchUp.Done(1, List.of(1), 3));
    }
    assertThat(old.publication().resolve("private/checkpoint.pending")).doesNotExist();
    assertThat(old.files()).containsAllEntriesOf(filesBut(letters, "checkpoint"));
    for (LoopbackWitness witness : witnesses) {
      assertThat(witness.last()).isEqualTo(newest);
    }
    old.release(new ReleaseChoice.Oldest(1));
    assertThat(
            Audit.of(
                    old.publicDirectory(),
                    null,
                    Instant.parse("2026-05-01T00:00:01Z"),
                    CheckMonitor.NONE)
                .findings())
        .isEmpty();
    assertThat(witnesses.getFirst().last().size()).isEqualTo(4);
  }

  private static Map<String, String> filesBut(Letters of, String name) throws IOException {
    Map<String, String> files = of.files();
    files.remove(name);
    return files;
  }

  private static Map<?, ?> counts(Letters of) throws IOException {
    try (PrivateDirectory open = PrivateDirectory.read(of.publication())) {
      assertThat(open.ledger().statements().size()).isEqualTo(2);
      return open.ledger().mails().counts();
    }
  }

  @Test
  void renewsTheTimesOfWitnesses() throws IOException {
    witnesses(3);
    letters.release(new ReleaseChoice.Oldest(1));
    SignedNote before = checkpoint();
    witnesses.forEach(w -> w.now = w.now.plusSeconds(7200));
    try (PrivateDirectory open = open()) {
      assertThat(new PublicLog(open).renew()).isEmpty();
    }
    assertThat(checkpoint().text()).isEqualTo(before.text());
    assertThat(checkpoint().signatures()).hasSize(4);
    assertThat(seen().time()).isEqualTo(Instant.parse("2026-05-01T02:00:00Z"));

    // One does not answer: its old time stays, and a quorum's time with it.
    witnesses.forEach(w -> w.now = w.now.plusSeconds(7200));
    witnesses.get(0).stop();
    try (PrivateDirectory open = open()) {
      assertThat(new PublicLog(open).renew())
          .singleElement()
          .satisfies(f -> assertThat(f).contains("w0 cannot be reached"));
    }
    assertThat(seen().times()).hasSize(3).containsValue(Instant.parse("2026-05-01T04:00:00Z"));
    assertThat(seen().time()).isEqualTo(Instant.parse("2026-05-01T02:00:00Z"));
  }

  @Test
  void renewsTimeAndAgainWithoutGrowing() throws IOException {
    witnesses(1);
    long bytes = checkpoint().encode().length;
    try (PrivateDirectory open = open()) {
      for (int i = 0; i < 70; i++) {
        witnesses.get(0).now = witnesses.get(0).now.plusSeconds(3600);
        assertThat(new PublicLog(open).renew()).isEmpty();
      }
    }
    assertThat(checkpoint().encode()).hasSize((int) bytes);
    assertThat(seen().time()).isEqualTo(Instant.parse("2026-05-03T22:00:00Z"));
  }

  @Test
  void deadWitnessesCanBeReplacedWhileAReleaseWaits() throws IOException {
    witnesses(2);
    witnesses.get(0).stop();
    assertThatExceptionOfType(QuorumException.class)
        .isThrownBy(() -> letters.release(new ReleaseChoice.Oldest(1)));
    change(c -> c.removeWitness("w0"));
    assertThat(policy().version()).isEqualTo(3);
    assertThat(seen().checkpoint().size()).isEqualTo(4);
    assertThat(seen().times()).hasSize(1);
    assertThat(audit().findings()).isEmpty();
    try (Publication readers = Publication.open(letters.publicDirectory())) {
      assertThat(readers.releases()).hasSize(1);
    }
  }

  @Test
  void removesWhatAStopHasLeft() throws IOException {
    witnesses(1);
    SignedNote before = checkpoint();
    Files.write(pending(), before.encode());
    try (PrivateDirectory open = open()) {
      assertThat(new PublicLog(open).publish()).isZero();
    }
    assertThat(pending()).doesNotExist();
  }

  @Test
  void signsNothingBesideAPendingCheckpointThatIsDamagedOrContradicts()
      throws IOException, FormatException {
    witnesses(1);
    Files.writeString(pending(), "not a note");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> letters.release(new ReleaseChoice.Oldest(1)))
        .withMessageContaining("checkpoint.pending is damaged");
    SigningKey key;
    try (PrivateDirectory open = open()) {
      key = new Keys(open.keysDirectory(), Passphrases.NONE).open(Keys.LOG);
    }
    String other = new Checkpoint(key.verifier().name(), 3, new byte[32]).print();
    Files.write(pending(), new SignedNote(other, List.of(key.sign(other))).encode());
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> {
          try (PrivateDirectory open = open()) {
            new PublicLog(open).publish();
          }
        })
        .withMessageContaining("does not extend");
    assertThat(seen().checkpoint().size()).isEqualTo(2);
  }

  @Test
  void aChangeOfPolicyTakesBothThresholds() throws IOException, FormatException {
    SigningKey second = SigningKey.generate("second", KeyType.NOTE);
    try (PrivateDirectory open = open()) {
      Policy before = open.policy();
      PolicyChange change = new PolicyChange(before);
      change.editor(new Roles.Editor("second", second.verifier()));
      change.threshold(2);
      Policy next = change.next();
      PolicyStatement statement = PolicyStatement.of(open.identity(), before, next, Letters.TIME);
      SigningKey first = new Keys(open.keysDirectory(), Passphrases.NONE).open("editor");
      PolicyPublisher publisher = new PolicyPublisher(open);
      for (List<SigningKey> few : List.of(List.of(first), List.of(second))) {
        assertThatExceptionOfType(ReleaseException.class)
            .isThrownBy(() -> publisher.publish(next, signed(statement, few)))
            .withMessageContaining("not enough");
      }
      assertThatExceptionOfType(IntakeException.class)
          .isThrownBy(
              () -> new Keys(open.keysDirectory(), Passphrases.NONE).unlock(List.of(before, next)))
          .withMessageContaining("It takes 2 of the 2 editors of policy 2");
      PolicyStatement skipping =
          new PolicyStatement(open.identity(), 2, next.hash(), before.hash(), Letters.TIME);
      assertThatExceptionOfType(ReleaseException.class)
          .isThrownBy(() -> publisher.publish(next, signed(skipping, List.of(first, second))))
          .withMessageContaining("not the change from policy 1");
      assertThat(open.policy()).isEqualTo(before);
      assertThat(open.ledger().statements().size()).isEqualTo(1);
      publisher.publish(next, signed(statement, List.of(first, second)));
      assertThat(open.policy()).isEqualTo(next);
    }
    assertThat(audit().findings()).isEmpty();
    assertThatExceptionOfType(IntakeException.class)
        .as("one key no longer releases")
        .isThrownBy(() -> letters.release(ReleaseChoice.ALL))
        .withMessageContaining("It takes 2 of the 2 editors");
  }

  @Test
  void policiesThatAreNoneAreRefused() throws IOException, FormatException {
    Policy before = policy();
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> {
          PolicyChange change = new PolicyChange(before);
          change.threshold(2);
          change.next();
        });
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> {
          PolicyChange change = new PolicyChange(before);
          change.removeEditor("editor");
          change.next();
        });
    assertThatExceptionOfType(IllegalArgumentException.class)
        .as("one key under two names")
        .isThrownBy(() -> {
          PolicyChange change = new PolicyChange(before);
          change.editor(new Roles.Editor("twin", before.roles().editors().getFirst().key()));
          change.next();
        });
    int[] quorums = {0, 1, 2, 3, 3, 4, 5, 5};
    for (int n = 1; n < quorums.length; n++) {
      PolicyChange change = new PolicyChange(before);
      for (int i = 0; i < n; i++) {
        SigningKey key = SigningKey.generate("w.example/" + i, KeyType.COSIGNATURE);
        change.witness(new broadside.proof.policy.Witness("w" + i, key.verifier(), null));
      }
      assertThat(change.next().log().groups().getFirst().threshold())
          .as("quorum of %d", n)
          .isEqualTo(quorums[n]);
      assertThat(PolicyChange.weakness(change.next().log())).isNull();
      change.quorum(quorums[n] - 1);
      assertThat(PolicyChange.weakness(change.next().log()))
          .startsWith("A quorum of %d of %d witness".formatted(quorums[n] - 1, n))
          .contains("--quorum " + quorums[n]);
    }
    assertThat(PolicyChange.weakness(before.log())).as("no witnesses").isNull();
  }

  private static SignedStatement signed(PolicyStatement statement, List<SigningKey> keys) {
    return SignedStatement.of(
        statement, keys.stream().map(k -> k.sign(statement.print())).toList());
  }

  /** Makes so many witnesses, and a policy that asks for the default quorum of them. */
  private void witnesses(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      witnesses.add(new LoopbackWitness(scratch.resolve("w" + i), "w" + i, policy().log().log()));
    }
    change(c -> witnesses.forEach(w -> c.witness(w.entry())));
  }

  private void change(Consumer<PolicyChange> how) throws IOException {
    PolicyChanges.change(letters, how);
  }

  private PrivateDirectory open() throws IOException {
    return PrivateDirectory.open(letters.publication());
  }

  private Policy policy() throws IOException {
    return PolicyChanges.policy(letters);
  }

  private Path pending() {
    return letters.publication().resolve("private/checkpoint.pending");
  }

  private SignedNote checkpoint() throws IOException {
    return note(letters.publicDirectory().resolve("checkpoint"));
  }

  private static SignedNote note(Path file) throws IOException {
    try {
      return SignedNote.parse(Files.readAllBytes(file));
    } catch (FormatException e) {
      throw new IOException(e);
    }
  }

  private LogPolicy.Seen seen() throws IOException {
    try {
      return policy().log().check(checkpoint());
    } catch (FormatException e) {
      throw new IOException(e);
    }
  }

  private Audit.Report audit() throws IOException {
    return audit(Instant.parse("2026-05-01T00:00:01Z"));
  }

  private Audit.Report audit(Instant now) throws IOException {
    Audit.Report report = Audit.of(letters.publicDirectory(), null, now, CheckMonitor.NONE);
    assertThat(report.verdict()).as("%s", report.findings()).isEqualTo(Kind.NOTE);
    return report;
  }
}
