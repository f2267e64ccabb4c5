package broadside.intake.release;

import static broadside.intake.release.SignedLetters.HARBOUR;
import static broadside.intake.release.SignedLetters.LIST;
import static broadside.intake.release.SignedLetters.QUAY;
import static broadside.intake.release.SignedLetters.hidden;
import static broadside.intake.release.SignedLetters.line;
import static broadside.intake.release.SignedLetters.mail;
import static broadside.intake.release.SignedLetters.verdict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import broadside.archive.dkim.VerdictList;
import broadside.archive.release.CheckMonitor;
import broadside.archive.verify.Audit;
import broadside.intake.PrivateDirectory;
import broadside.intake.StopAfter;
import broadside.intake.dkim.DomainSigner;
import broadside.intake.dkim.KeyLookup;
import broadside.intake.release.Reauthenticator.Unsigned;
import broadside.intake.sign.Keys;
import broadside.intake.sign.Passphrases;
import broadside.proof.release.Reason;
import broadside.proof.statement.Verdicts;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReauthenticatorTest {
  @TempDir Path directory;
  private SignedLetters letters;

  /** Release 1 has 1 to 3, release 2 has 4 and 5; nobody knows a key. */
  @BeforeEach
  void create() throws IOException {
    letters = SignedLetters.create(directory.resolve("pub"));
    letters.add(QUAY.sign(mail(1)), HARBOUR.sign(mail(2)), mail(3));
    letters.release();
    letters.add(QUAY.sign(mail(4)), LIST.seal(mail(5)));
    letters.release();
  }

  @Test
  @Tag("slow")
  void tellsInOneListForEachReleaseWhatIsNew() throws IOException, FormatException {
    assertThat(letters.dkim(1)).isEqualTo(verdict("not-looked-up", QUAY));
    letters.addKeys(QUAY, LIST);
    List<Unsigned> lists = letters.authenticate();
    assertThat(lists).extracting(Unsigned::release).containsExactly(1, 2);
    assertThat(text(lists.getFirst()))
        .isEqualTo(line(QUAY) + "\n\n{\"n\":1,\"dkim\":" + verdict("pass", QUAY) + "}\n");
    assertThat(text(lists.getLast()))
        .isEqualTo(
            line(LIST)
                + "\n"
                + line(QUAY)
                + "\n\n{\"n\":4,\"dkim\":"
                + verdict("pass", QUAY)
                + "}\n{\"n\":5,\"dkim\":"
                + verdict("pass", LIST).replace("\"pass\"", "\"pass\",\"arc\":1")
                + "}\n");
    assertThat(VerdictList.parse(lists.getLast().bytes())).isEqualTo(lists.getLast().list());
    assertThat(letters.dkim(1)).isEqualTo(verdict("pass", QUAY));
    assertThat(letters.dkim(2)).isEqualTo(verdict("not-looked-up", HARBOUR));
    assertThat(letters.dkim(4)).isEqualTo(verdict("pass", QUAY));
    assertSound();
  }

  @Test
  @Tag("slow")
  void putsTheListWhereItsHashSays() throws IOException {
    letters.addKeys(HARBOUR);
    Unsigned list = letters.authenticate().getFirst();
    try (PrivateDirectory open = PrivateDirectory.open(letters.publication())) {
      Verdicts statement = SignedLetters.later(open).statement(list, Letters.TIME);
      assertThat(open.ledger().statements().enclosure(statement.enclosure()))
          .isEqualTo(list.bytes());
      assertThat(
              Files.readAllBytes(
                  letters.letters().publicDirectory().resolve("verdicts/" + statement.list())))
          .isEqualTo(list.bytes());
    }
  }

  @Test
  @Tag("slow")
  void tellsNothingWhereNothingIsNew() throws IOException {
    assertThat(letters.authenticate()).isEmpty();
    letters.addKeys(QUAY);
    assertThat(letters.authenticate()).hasSize(2);
    assertThat(letters.authenticate()).isEmpty();
    letters.addKeys(DomainSigner.of("x1", "nobody.example"));
    assertThat(letters.authenticate()).isEmpty();
  }

  @Test
  @Tag("slow")
  void aSecondKeyFileGivesANewerList() throws IOException {
    DomainSigner wrong = DomainSigner.of("q1", "quay.example");
    letters.addKeys(wrong);
    assertThat(letters.authenticate()).hasSize(2);
    assertThat(letters.dkim(1)).isEqualTo(verdict("fail-signature", QUAY));
    letters.addKeys(QUAY);
    assertThat(letters.authenticate()).hasSize(2);
    assertThat(letters.dkim(1)).isEqualTo(verdict("pass", QUAY));
    letters.makePublic(QUAY);
    assertThat(letters.authenticate()).hasSize(2);
    assertThat(letters.dkim(1)).isEqualTo(verdict("key-public", QUAY));
    assertThat(letters.dkim(4)).isEqualTo(verdict("key-public", QUAY));
    assertThat(letters.authenticate()).isEmpty();
    assertSound();
  }

  /** The manifest says that no key made it; then the key is found. */
  @Test
  @Tag("slow")
  void aKeyBesideAWrongOneIsTriedForWhatIsOut() throws IOException {
    letters.addKeys(DomainSigner.of("b1", "buoy.example"));
    DomainSigner buoy = DomainSigner.of("b1", "buoy.example");
    letters.add(buoy.sign(mail(6)));
    letters.release();
    assertThat(letters.dkim(6)).isEqualTo(verdict("fail-signature", buoy));
    letters.addKeys(buoy);
    assertThat(letters.authenticate()).extracting(Unsigned::release).containsExactly(3);
    assertThat(letters.dkim(6)).isEqualTo(verdict("pass", buoy));
    assertSound();
  }

  @Test
  @Tag("slow")
  void aNameThatIsAbsentIsNews() throws IOException {
    letters.addKeys("{\"h1._domainkey.harbour.example\": \"\"}");
    assertThat(text(letters.authenticate().getFirst()))
        .startsWith("h1._domainkey.harbour.example file 2026-01-02 none\n\n");
    assertThat(letters.dkim(2)).isEqualTo(verdict("no-key", HARBOUR));
    assertThat(letters.authenticate()).isEmpty();
  }

  @Test
  @Tag("slow")
  void settlesMailsThatWaitWithoutAList() throws IOException {
    letters.add(HARBOUR.sign(mail(6)), LIST.sign(mail(7)));
    letters.addKeys(LIST);
    try (PrivateDirectory open = PrivateDirectory.open(letters.publication())) {
      assertThat(SignedLetters.later(open).settleUnreleased()).isZero();
    }
    letters.release();
    assertThat(letters.dkim(6)).isEqualTo(verdict("not-looked-up", HARBOUR));
    assertThat(letters.dkim(7)).isEqualTo(verdict("pass", LIST));
    assertThat(letters.keys(3)).containsExactly(line(LIST));
  }

  @Test
  @Tag("slow")
  void saysNothingOfWhatIsWithdrawnOrWithheld() throws IOException {
    letters.add(QUAY.sign(mail(6)));
    letters.letters().withhold(6, Reason.SAFETY);
    letters.add(mail(7));
    letters.release();
    letters.withdraw(1, null);
    letters.addKeys(QUAY);
    List<Unsigned> lists = letters.authenticate();
    assertThat(lists).extracting(Unsigned::release).containsExactly(2);
    assertThat(lists.getFirst().list().verdicts()).containsOnlyKeys(4L);
    assertThat(letters.authenticate()).isEmpty();
  }

  @Test
  @Tag("slow")
  void hidesADomainThatWasTakenOutSince() throws IOException {
    letters.withdraw(1, "quay.example");
    letters.withdraw(2, "Dear Bob");
    letters.addKeys(QUAY, HARBOUR);
    List<Unsigned> lists = letters.authenticate();
    assertThat(text(lists.getFirst()))
        .isEqualTo(
            line(HARBOUR)
                + "\n\n{\"n\":1,\"dkim\":"
                + hidden("pass", QUAY)
                + "}\n{\"n\":2,\"dkim\":"
                + verdict("pass", HARBOUR)
                + "}\n");
    assertThat(letters.authenticate()).isEmpty();
  }

  @Test
  @Tag("slow")
  void tellsNothingNewOfAHiddenDomainWhoseKeyNobodyKnows() throws IOException {
    letters.add(QUAY.sign(mail(6)));
    letters.redact(6, "quay.example", "[redacted]");
    letters.release();
    assertThat(letters.dkim(6)).isEqualTo(hidden("not-looked-up", QUAY));
    letters.withdraw(1, "quay.example");
    assertThat(letters.authenticate()).isEmpty();
    letters.addKeys(QUAY);
    letters.authenticate();
    assertThat(letters.dkim(6)).isEqualTo(hidden("pass", QUAY));
    assertThat(letters.authenticate()).isEmpty();
    letters.withdraw(4, "quay.example");
    assertThat(letters.authenticate()).isEmpty();
  }

  /** What is longer than an enclosure may be goes into several, each with its own keys. */
  @Test
  @Tag("slow")
  void dividesWhatIsTooLongForOneList() throws IOException {
    letters.addKeys(QUAY, HARBOUR, LIST);
    try (PrivateDirectory open = PrivateDirectory.open(letters.publication())) {
      Reauthenticator later =
          new Reauthenticator(open, KeyLookup.of(open.ledger()), CheckMonitor.NONE, 300);
      List<Unsigned> lists = later.released();
      assertThat(lists).extracting(Unsigned::release).containsExactly(1, 1, 2, 2);
      assertThat(lists).allMatch(list -> list.bytes().length <= 300);
      assertThat(text(lists.getFirst())).startsWith(line(QUAY) + "\n\n");
      assertThat(text(lists.get(1))).startsWith(line(HARBOUR) + "\n\n{\"n\":2,");
    }
  }

  @Test
  @Tag("slow")
  void stopsWhereItIsAsked() throws IOException {
    letters.addKeys(QUAY);
    try (PrivateDirectory open = PrivateDirectory.open(letters.publication())) {
      long mails = Reauthenticator.unsettled(open.ledger());
      StopAfter monitor = new StopAfter((int) mails - 1);
      Reauthenticator later = new Reauthenticator(open, KeyLookup.of(open.ledger()), monitor);
      assertThat(later.settleUnreleased()).isZero();
      assertThatExceptionOfType(InterruptedIOException.class).isThrownBy(later::released);
      assertThat(monitor.told()).isEqualTo(mails - 1);
    }
    assertThat(letters.authenticate()).hasSize(2);
  }

  @Test
  @Tag("slow")
  void aStopKeepsWhatWasFoundOfMailsThatWait() throws IOException {
    letters.add(QUAY.sign(mail(6)), QUAY.sign(mail(7)));
    String key = "{\"%s\": \"%s\"}".formatted(QUAY.keyName(), QUAY.record());
    Path file = Files.writeString(directory.resolve("keys.json"), key);
    try (PrivateDirectory open = PrivateDirectory.open(letters.publication())) {
      assertThat(KeyLookup.add(file, open.ledger(), LocalDate.EPOCH)).isEqualTo(1);
      open.ledger().commit();
      Reauthenticator later =
          new Reauthenticator(open, KeyLookup.of(open.ledger()), new StopAfter(1));
      assertThatExceptionOfType(InterruptedIOException.class).isThrownBy(later::settleUnreleased);
    }
    try (PrivateDirectory open = PrivateDirectory.open(letters.publication())) {
      assertThat(SignedLetters.later(open).settleUnreleased()).isEqualTo(1);
    }
  }

  @Test
  @Tag("slow")
  void aStopBeforeTheLogIsMadeGoodByTheNextCommand() throws IOException {
    letters.addKeys(QUAY);
    Letters copy = letters.letters().copy(directory.resolve("copy"));
    letters.authenticate();
    try (PrivateDirectory open = PrivateDirectory.open(copy.publication())) {
      Reauthenticator later = SignedLetters.later(open);
      for (Unsigned list : later.released()) {
        open.ledger().statements().addEnclosure(list.bytes());
        open.ledger()
            .statements()
            .add(
                new Keys(open.keysDirectory(), Passphrases.NONE)
                    .unlock(open.policy())
                    .sign(later.statement(list, Letters.TIME)));
      }
      open.ledger().commit();
    }
    SignedLetters stopped = new SignedLetters(copy);
    assertThat(stopped.dkim(1)).isEqualTo(verdict("not-looked-up", QUAY));
    try (PrivateDirectory open = PrivateDirectory.open(copy.publication())) {
      assertThat(new Releaser(open).publishCommitted(ReleaseMonitor.NONE)).isTrue();
    }
    assertThat(stopped.dkim(1)).isEqualTo(verdict("pass", QUAY));
    assertThat(copy.files()).isEqualTo(letters.letters().files());
    assertThat(stopped.authenticate()).isEmpty();
  }

  @Test
  @Tag("slow")
  void publishesAllOrNothing() throws IOException {
    letters.addKeys(QUAY);
    Map<String, String> before = letters.letters().files();
    try (PrivateDirectory open = PrivateDirectory.open(letters.publication())) {
      Reauthenticator later = SignedLetters.later(open);
      Unsigned list = later.released().getFirst();
      long size = open.ledger().statements().size();
      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(() ->
              later.publish(
                  Map.of(later.statement(list, Letters.TIME), list.bytes()),
                  statement -> {
                    throw new IllegalStateException("no key");
                  }));
      assertThat(open.ledger().statements().size()).isEqualTo(size);
    }
    assertThat(letters.letters().files()).isEqualTo(before);
  }

  private void assertSound() throws IOException {
    assertThat(letters.audit().differences()).isEmpty();
    assertThat(
            Audit.of(letters.letters().publicDirectory(), null, Letters.TIME, CheckMonitor.NONE)
                .findings())
        .isEmpty();
  }

  private static String text(Unsigned list) {
    return new String(list.bytes(), StandardCharsets.US_ASCII);
  }
}
