package broadside.intake.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import broadside.archive.log.CheckedLog;
import broadside.archive.log.LogDirectory;
import broadside.intake.PrivateDirectory;
import broadside.intake.release.Letters;
import broadside.intake.release.ReleaseChoice;
import broadside.intake.release.ReleaseMonitor;
import broadside.intake.release.Withdrawer;
import broadside.proof.log.Checkpoint;
import broadside.proof.note.KeyType;
import broadside.proof.note.SigningKey;
import broadside.proof.policy.Policy;
import broadside.proof.policy.Roles;
import broadside.proof.release.Reason;
import broadside.proof.statement.Continuation;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One of the witnesses says, without any proof, that it has signed a longer log. */
@Tag("slow")
class LyingWitnessTest {
  private static final long HUGE = 9_000_000_000L;
  private static final String NEXT = "berths.example/next";

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
  void stopsNothingWhereTheOthersAreAQuorum() throws IOException, FormatException {
    SigningKey next = SigningKey.generate(NEXT, KeyType.NOTE);
    witnesses(4, 3, next);
    witnesses.get(1).claimed = HUGE;
    letters.release(new ReleaseChoice.Oldest(2));
    assertThat(log().history().releases()).hasSize(1);
    assertThat(log().seen().times()).hasSize(3);
    assertThat(withdraw(1))
        .singleElement()
        .asString()
        .startsWith("Witness w1 says that it has signed a log of 9000000000 entries")
        .contains("or the witness lies");
    assertThat(log().history().withdrawals(1)).hasSize(1);
    try (PrivateDirectory open = open()) {
      assertThat(new PublicLog(open).renew())
          .singleElement()
          .asString()
          .contains("Witness w1 was not asked to sign");
    }
    Files.delete(letters.publication().resolve("private/keys/log.key"));
    try (PrivateDirectory open = open()) {
      Continuer continuer = new Continuer(open);
      Continuation statement = continuer.statement(Letters.TIME);
      continuer.publish(
          statement, next, new Keys(open.keysDirectory(), Passphrases.NONE).unlock(open.policy()));
      assertThat(open.warnings()).isNotEmpty();
    }
    assertThat(log().seen().checkpoint().origin()).isEqualTo(NEXT);
    change(c -> c.removeWitness("w1"));
    letters.release(new ReleaseChoice.Oldest(1));
    assertThat(log().seen().times()).hasSize(3);
    assertThat(log().history().releases()).hasSize(2);
  }

  @Test
  void stopsAReleaseWhereTheOthersAreNoQuorumAndIsRemoved() throws IOException {
    witnesses(3, 3, null);
    Checkpoint before = log().seen().checkpoint();
    witnesses.get(2).claimed = HUGE;
    assertThatExceptionOfType(QuorumException.class)
        .isThrownBy(() -> letters.release(new ReleaseChoice.Oldest(1)))
        .withMessageContaining("Witness w2 says that it has signed a log of 9000000000 entries")
        .withMessageContaining("old copy")
        .withMessageContaining("the witness lies")
        .withMessageContaining("Nothing was signed");
    assertThat(log().seen().checkpoint()).isEqualTo(before);
    assertThat(letters.publication().resolve("private/checkpoint.pending")).doesNotExist();
    change(c -> c.removeWitness("w2"));
    letters.release(new ReleaseChoice.Oldest(1));
    assertThat(log().history().releases()).hasSize(1);
    assertThat(log().seen().times()).hasSize(2);
  }

  /** Its editors can only change the policy once the log goes on. */
  @Test
  void isRemovedInASuccessorOfTheLog() throws IOException, FormatException {
    SigningKey next = SigningKey.generate(NEXT, KeyType.NOTE);
    witnesses(3, 3, next);
    witnesses.get(0).claimed = HUGE;
    Files.delete(letters.publication().resolve("private/keys/log.key"));
    try (PrivateDirectory open = open()) {
      Continuer continuer = new Continuer(open);
      Signer signer = new Keys(open.keysDirectory(), Passphrases.NONE).unlock(open.policy());
      assertThatExceptionOfType(QuorumException.class)
          .isThrownBy(() -> continuer.publish(continuer.statement(Letters.TIME), next, signer))
          .withMessageContaining("Witness w0 has signed another log of 9000000000 entries");
    }
    change(c -> c.removeWitness("w0"));
    assertThat(log().seen().checkpoint().origin()).isEqualTo(NEXT);
    assertThat(log().seen().times()).hasSize(2);
  }

  /**
   * All that are honest have seen more than a copy that was restored, and so it changes nothing.
   */
  @Test
  void anOldCopyIsToldApart() throws IOException {
    witnesses(4, 3, null);
    Letters old = letters.copy(scratch.resolve("old"));
    letters.release(new ReleaseChoice.Oldest(1));
    witnesses.get(0).claimed = 1; // it lies in the other direction
    letters = old;
    assertThatExceptionOfType(QuorumException.class)
        .isThrownBy(() -> change(c -> c.removeWitness("w1")))
        .withMessageContaining("catch-up");
    try (PrivateDirectory open = open()) {
      assertThat(open.policy().version()).isEqualTo(2);
      assertThat(open.ledger().statements().size()).isEqualTo(2);
    }
  }

  /**
   * Of a quorum that is too small, those who saw what was published may be fewer than the others.
   */
  @Test
  void anOldCopyWithASmallQuorumIsToldApart() throws IOException {
    witnesses(3, 1, null);
    Letters old = letters.copy(scratch.resolve("old"));
    witnesses.get(1).stop();
    witnesses.get(2).stop();
    letters.release(new ReleaseChoice.Oldest(1));
    witnesses.get(1).start();
    witnesses.get(2).start();
    letters = old;
    assertThatExceptionOfType(QuorumException.class)
        .isThrownBy(() -> letters.release(new ReleaseChoice.Oldest(2)))
        .withMessageContaining("Witness w0 says that it has signed a log of 3 entries");
  }

  private List<String> withdraw(long number) throws IOException {
    try (PrivateDirectory open = open()) {
      Withdrawer.Done _ =
          new Withdrawer(open)
              .withdraw(
                  new TreeMap<>(Map.of(number, new Withdrawer.Act(Reason.SAFETY, null))),
                  Letters.TIME,
                  new Keys(open.keysDirectory(), Passphrases.NONE).unlock(open.policy()),
                  ReleaseMonitor.NONE);
      return open.warnings();
    }
  }

  /** Makes so many witnesses, who know the successor too, where there is one. */
  private void witnesses(int count, int quorum, @Nullable SigningKey successor) throws IOException {
    for (int i = 0; i < count; i++) {
      LoopbackWitness witness =
          new LoopbackWitness(scratch.resolve("w" + i), "w" + i, policy().log().log());
      if (successor != null) {
        witness.know(successor.verifier());
      }
      witnesses.add(witness);
    }
    change(c -> {
      witnesses.forEach(w -> c.witness(w.entry()));
      c.quorum(quorum);
      if (successor != null) {
        c.successor(new Roles.Successor(NEXT, successor.verifier()));
      }
    });
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

  private CheckedLog log() throws IOException {
    return CheckedLog.open(new LogDirectory(letters.publicDirectory()));
  }
}
