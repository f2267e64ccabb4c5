package broadside.intake.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import broadside.archive.release.CheckMonitor;
import broadside.archive.release.Durable;
import broadside.archive.release.ReleaseException;
import broadside.archive.verify.Audit;
import broadside.intake.PrivateDirectory;
import broadside.intake.ledger.Mail;
import broadside.intake.ledger.MailState;
import broadside.intake.ledger.Redaction;
import broadside.intake.review.Review;
import broadside.intake.sign.Keys;
import broadside.intake.sign.Passphrases;
import broadside.intake.sign.PolicyChange;
import broadside.intake.sign.PolicyPublisher;
import broadside.proof.policy.Policy;
import broadside.proof.release.Reason;
import broadside.proof.statement.PolicyStatement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A publication goes on; an older copy of it is restored, and catches up with what is public. */
class CatchUpTest {
  @TempDir Path scratch;
  private Letters letters;

  @BeforeEach
  void publication() throws IOException {
    letters = Change.publication(scratch.resolve("pub"), 2);
  }

  @Test
  @Tag("slow")
  void takesBackPoliciesAndCorrections() throws IOException {
    Letters old = letters.copy(scratch.resolve("old"));
    changePolicy(letters, Instant.parse("2030-01-01T00:00:00Z"));
    Change.CORRECT.make(letters);
    CatchUp.Done done = catchUp(old);
    assertThat(done).isEqualTo(new CatchUp.Done(2, List.of(), 4));
    assertSame(old);
    try (PrivateDirectory open = PrivateDirectory.open(old.publication())) {
      assertThat(open.policy().version()).isEqualTo(2);
    }
    goOn(old);
  }

  @Test
  @Tag("slow")
  void takesBackReleasesWithdrawalsAndRedactions() throws IOException {
    Letters old = letters.copy(scratch.resolve("old"));
    for (Change change : Change.EACH) {
      change.make(letters);
    }
    assertThat(catchUp(old)).isEqualTo(new CatchUp.Done(4, List.of(2), 6));
    assertSame(old);
    assertThat(Change.remains(old)).isEqualTo(Change.remains(letters));
    assertThat(counts(old)).isEqualTo(counts(letters));
    assertThat(catchUp(old)).isEqualTo(new CatchUp.Done(0, List.of(), 6));
    goOn(old);
  }

  /** Two releases, and what changed in the first of them, which the copy does not know at all. */
  @Test
  @Tag("slow")
  void takesBackSeveralReleasesAsTheyAreNow() throws IOException {
    Letters old = letters.copy(scratch.resolve("old"));
    letters.release(new ReleaseChoice.Oldest(1));
    letters.release(new ReleaseChoice.Oldest(1));
    withdraw(letters, 4, redacted(letters, 4, "Dear Bob", "Dear [redacted]"));
    withdraw(letters, 4, redacted(letters, 4, "is free", "is [redacted]"));
    withdraw(letters, 5, redacted(letters, 5, "Dear Bob", "Dear [redacted]"));
    withdraw(letters, 5, null);
    assertThat(catchUp(old)).isEqualTo(new CatchUp.Done(6, List.of(2, 3), 8));
    assertSame(old);
    goOn(old);
  }

  @Test
  @Tag("slow")
  void takesBackWhatWasDecidedSince() throws IOException {
    letters.add(6, 7, 8);
    hold(letters, 6);
    Letters old = letters.copy(scratch.resolve("old"));
    letters.withhold(7, Reason.SAFETY);
    allow(letters, 6);
    redactWaiting(letters, 8);
    letters.release(ReleaseChoice.ALL);
    assertThat(catchUp(old).releases()).containsExactly(2);
    assertSame(old);
    assertThat(counts(old)).isEqualTo(counts(letters));
    try (PrivateDirectory open = PrivateDirectory.open(old.publication())) {
      Mail withheld = mail(open, 7);
      assertThat(withheld.state()).isEqualTo(MailState.WITHHELD);
      assertThat(open.ledger().decisions().of(withheld.id()).getLast().reason())
          .isEqualTo(Reason.SAFETY.code());
    }
    goOn(old);
  }

  /** A mail that was added again has another salt; the one that is public is taken back. */
  @Test
  @Tag("slow")
  void takesTheSaltsOfMailsThatWereAddedAgain() throws IOException {
    Letters old = letters.copy(scratch.resolve("old"));
    letters.release(ReleaseChoice.ALL);
    salt(old, 4);
    catchUp(old);
    assertSame(old);
    goOn(old);
  }

  @Test
  @Tag("slow")
  void saysWhichMailsAreNotHereAndChangesNothing() throws IOException {
    Letters old = letters.copy(scratch.resolve("old"));
    letters.add(6, 7);
    letters.release(ReleaseChoice.ALL);
    refuses(
        old,
        "Of the 4 mails of release 2 this ledger does not have 2, the first of them number 6. Add the sources");
    old.add(6, 7);
    catchUp(old);
    assertSame(old);
  }

  @Test
  @Tag("slow")
  void saysWhereOnlyAnotherPrivateDirectoryCanTell() throws IOException {
    Letters old = letters.copy(scratch.resolve("old"));
    letters.withhold(4, Reason.SAFETY);
    letters.release(ReleaseChoice.ALL);
    salt(old, 4);
    refuses(old, "the first of them number 4. The bytes of 1 of them are not public");
  }

  @Test
  @Tag("slow")
  void refusesALedgerThatSaysSomethingElse() throws IOException {
    Letters old = letters.copy(scratch.resolve("old"));
    letters.release(ReleaseChoice.ALL);
    Change.CORRECT.make(old);
    refuses(old, "Statement 2 of this ledger is not the one that the log has");
    Letters other = Change.publication(scratch.resolve("other"), 1);
    refuses(other, "another publication");
  }

  @Test
  @Tag("slow")
  void aLedgerBesideANewerPublicDirectoryCatchesUpWithThat() throws IOException {
    Letters old = letters.copy(scratch.resolve("old"));
    for (Change change : Change.EACH) {
      change.make(letters);
    }
    Durable.deleteTree(old.publicDirectory());
    new Letters(letters.publicDirectory()).copy(old.publicDirectory());
    try (PrivateDirectory open = PrivateDirectory.open(old.publication())) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> new Releaser(open).publishCommitted(ReleaseMonitor.NONE))
          .withMessageContaining("catch-up");
      new CatchUp(open, ReleaseMonitor.NONE).from(old.publicDirectory());
    }
    assertSame(old);
    goOn(old);
  }

  @Test
  @Tag("slow")
  void takesAnAboutThatWasEditedSince() throws IOException {
    Letters old = letters.copy(scratch.resolve("old"));
    Path about = letters.publicDirectory().resolve("about");
    Files.writeString(about, Files.readString(about).replace("Harbour", "Port"));
    letters.release(ReleaseChoice.ALL);
    catchUp(old);
    assertSame(old);
  }

  private CatchUp.Done catchUp(Letters old) throws IOException {
    try (PrivateDirectory open = PrivateDirectory.open(old.publication())) {
      return new CatchUp(open, ReleaseMonitor.NONE).from(letters.publicDirectory());
    }
  }

  private void refuses(Letters old, String sentence) throws IOException {
    Map<String, String> files = old.files();
    List<String> remains = Change.remains(old);
    Map<MailState, Long> counts = counts(old);
    int committed = Change.committed(old);
    assertThatExceptionOfType(ReleaseException.class)
        .isThrownBy(() -> catchUp(old))
        .withMessageContaining(sentence)
        .withMessageContaining("othing was changed");
    assertThat(old.files()).isEqualTo(files);
    assertThat(Change.remains(old)).containsAll(remains).doesNotContain("releases/2");
    assertThat(counts(old)).isEqualTo(counts);
    assertThat(Change.committed(old)).isEqualTo(committed);
  }

  private void assertSame(Letters old) throws IOException {
    assertThat(published(old)).isEqualTo(published(letters));
    try (PrivateDirectory open = PrivateDirectory.open(old.publication());
        PrivateDirectory other = PrivateDirectory.open(letters.publication())) {
      assertThat(open.ledger().statements().from(0))
          .containsExactlyElementsOf(other.ledger().statements().from(0));
    }
    assertThat(audit(old).findings()).isEmpty();
  }

  /**
   * All but the partial tiles of sizes that only the newer copy has published, which none needs.
   */
  private static Map<String, String> published(Letters of) throws IOException {
    Map<String, String> files = of.files();
    files.keySet().removeIf(name -> name.matches("tile/.*[.]p/[3-7]"));
    return files;
  }

  /** It is a publication as any other: it releases, and takes back what it learned of. */
  private static void goOn(Letters old) throws IOException {
    old.add(20);
    int before = audit(old).log().history().releases().size();
    old.release(ReleaseChoice.ALL);
    withdraw(old, 3, null);
    assertThat(audit(old).findings()).isEmpty();
    assertThat(audit(old).log().history().releases()).hasSize(before + 1);
    try (PrivateDirectory open = PrivateDirectory.open(old.publication())) {
      assertThat(open.ledger().check()).isEmpty();
    }
  }

  private static Audit.Report audit(Letters of) throws IOException {
    return Audit.of(of.publicDirectory(), null, Letters.TIME, CheckMonitor.NONE);
  }

  private static Map<MailState, Long> counts(Letters of) throws IOException {
    return of.counts();
  }

  private static void changePolicy(Letters of, Instant expires) throws IOException {
    try (PrivateDirectory open = PrivateDirectory.open(of.publication())) {
      Policy before = open.policy();
      PolicyChange change = new PolicyChange(before);
      change.expires(expires);
      Policy next = change.next();
      new PolicyPublisher(open)
          .publish(
              next,
              new Keys(open.keysDirectory(), Passphrases.NONE)
                  .unlock(List.of(before, next))
                  .sign(PolicyStatement.of(open.identity(), before, next, Letters.TIME)));
    }
  }

  private static Redaction redacted(Letters of, long number, String words, String instead)
      throws IOException {
    try (PrivateDirectory open = PrivateDirectory.open(of.publication())) {
      String eml = new String(new Withdrawer(open).eml(number), StandardCharsets.UTF_8);
      assertThat(eml).contains(words);
      return Redaction.of(
          eml.replace(words, instead).getBytes(StandardCharsets.UTF_8), Reason.SAFETY);
    }
  }

  private static void withdraw(Letters of, long number, Redaction redaction) throws IOException {
    try (PrivateDirectory open = PrivateDirectory.open(of.publication())) {
      new Withdrawer(open)
          .withdraw(
              new TreeMap<>(Map.of(number, new Withdrawer.Act(Reason.SAFETY, redaction))),
              Letters.TIME,
              new Keys(open.keysDirectory(), Passphrases.NONE).unlock(open.policy()),
              ReleaseMonitor.NONE);
    }
  }

  private static void hold(Letters of, int letter) throws IOException {
    try (PrivateDirectory open = PrivateDirectory.open(of.publication())) {
      open.ledger().mails().setState(mail(open, letter).id(), MailState.HELD);
      open.ledger().commit();
    }
  }

  private static void allow(Letters of, int letter) throws IOException {
    try (PrivateDirectory open = PrivateDirectory.open(of.publication())) {
      open.ledger().mails().setState(mail(open, letter).id(), MailState.WAITING);
      open.ledger().commit();
    }
  }

  private static void redactWaiting(Letters of, int letter) throws IOException {
    try (PrivateDirectory open = PrivateDirectory.open(of.publication())) {
      Review review = new Review(open, Clock.systemUTC());
      Mail mail = mail(open, letter);
      String eml = new String(review.published(mail), StandardCharsets.UTF_8);
      byte[] redacted = eml.replace("Dear Bob", "Dear [redacted]").getBytes(StandardCharsets.UTF_8);
      review.redact(mail, redacted, Reason.PERSONAL_DATA, "");
    }
  }

  private static void salt(Letters of, int letter) throws IOException {
    try (PrivateDirectory open = PrivateDirectory.open(of.publication())) {
      byte[] salt = new byte[32];
      salt[0] = 1;
      open.ledger().mails().setSalt(mail(open, letter).id(), salt);
      open.ledger().commit();
    }
  }

  private static Mail mail(PrivateDirectory open, int letter) throws IOException {
    List<Mail> all = new ArrayList<>();
    open.ledger().mails().forEach(all::add);
    return all.get(letter - 1);
  }
}
