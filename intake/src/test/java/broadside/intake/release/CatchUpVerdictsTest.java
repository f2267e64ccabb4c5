package broadside.intake.release;

import static broadside.intake.release.SignedLetters.HARBOUR;
import static broadside.intake.release.SignedLetters.LIST;
import static broadside.intake.release.SignedLetters.QUAY;
import static broadside.intake.release.SignedLetters.hidden;
import static broadside.intake.release.SignedLetters.line;
import static broadside.intake.release.SignedLetters.mail;
import static broadside.intake.release.SignedLetters.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.release.CheckMonitor;
import broadside.archive.verify.Audit;
import broadside.intake.PrivateDirectory;
import broadside.intake.dkim.DomainSigner;
import broadside.proof.release.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A restored copy takes back what was said of signatures, and the keys that this rests on. */
class CatchUpVerdictsTest {
  @TempDir Path directory;
  private SignedLetters letters;
  private SignedLetters old;

  /** The copy was made before any key was known, and before the mails had numbers. */
  @BeforeEach
  void publication() throws IOException {
    letters = SignedLetters.create(directory.resolve("pub"));
    letters.add(mail(1), QUAY.sign(mail(2)));
    letters.release();
    letters.add(QUAY.sign(mail(3)), HARBOUR.sign(mail(4)), LIST.seal(mail(5)), mail(6));
    old = copy("old");
  }

  @Test
  @Tag("slow")
  void takesVerdictsAndKeysOfAReleaseFromItsFiles() throws IOException {
    letters.addKeys(QUAY, LIST, DomainSigner.of("x1", "unused.example"));
    letters.release();
    catchUp();
    assertSame();
    assertThat(old.ledgerDkim()).isEqualTo(letters.ledgerDkim());
    assertThat(old.dkim(3)).isEqualTo(verdict("pass", QUAY));
    assertThat(old.keys(2)).containsExactly(line(LIST), line(QUAY));
    goOn();
  }

  /** The store of the copy says something else of the same names. */
  @Test
  @Tag("slow")
  void takesThemWhateverItsOwnStoreSays() throws IOException {
    old.addKeys("{\"q1._domainkey.quay.example\": \"\", \"h1._domainkey.harbour.example\": \"\"}");
    old.addKeys(DomainSigner.of("l1", "list.example"));
    old.makePublic(HARBOUR);
    assertThat(old.ledgerDkim().get(2)).isEqualTo(verdict("no-key", QUAY));
    letters.addKeys(QUAY, LIST);
    letters.release();
    catchUp();
    assertSame();
    assertThat(old.ledgerDkim().subList(2, 6)).isEqualTo(letters.ledgerDkim().subList(2, 6));
    assertThat(old.keys(2)).containsExactly(line(LIST), line(QUAY));
    goOn();
  }

  @Test
  @Tag("slow")
  void forgetsWhatTheManifestDoesNotSay() throws IOException {
    old.addKeys(QUAY);
    letters.letters().withhold(5, Reason.SAFETY);
    forget(letters, 3);
    letters.release();
    assertThat(letters.dkim(3)).isNull();
    catchUp();
    assertSame();
    goOn();
  }

  @Test
  @Tag("slow")
  void takesLaterVerdictsAndDoesNotDoubtThem() throws IOException {
    letters.release();
    letters.addKeys(QUAY, HARBOUR);
    assertThat(letters.authenticate()).hasSize(2);
    catchUp();
    assertSame();
    assertThat(old.dkim(2)).isEqualTo(verdict("pass", QUAY));
    assertThat(old.authenticate()).isEmpty();
    old.addKeys(LIST);
    assertThat(old.authenticate()).hasSize(1);
    assertThat(old.authenticate()).isEmpty();
    goOn();
  }

  @Test
  @Tag("slow")
  void takesVerdictsOfRedactedAndWithdrawnMails() throws IOException {
    letters.addKeys(QUAY, HARBOUR, LIST);
    letters.redact(3, "quay.example", "[redacted]");
    letters.redact(4, "Dear Bob", "Dear [redacted]");
    letters.release();
    letters.withdraw(5, "list.example");
    letters.withdraw(6, null);
    letters.withdraw(2, "quay.example");
    catchUp();
    assertSame();
    assertThat(old.dkim(3)).isEqualTo(hidden("pass", QUAY));
    assertThat(old.keys(2)).containsExactly(line(HARBOUR), line(LIST));
    // Its key is not published, so that the copy cannot know more than the manifest says.
    assertThat(old.ledgerDkim().get(2)).isEqualTo(hidden("pass", QUAY));
    goOn();
  }

  @Test
  @Tag("slow")
  void keepsItsOwnFullerVerdictsOfARedactedMail() throws IOException {
    letters.addKeys(QUAY);
    old = copy("newer");
    letters.addKeys(HARBOUR);
    letters.redact(3, "quay.example", "[redacted]");
    letters.release();
    catchUp();
    assertSame();
    assertThat(old.ledgerDkim().get(2)).isEqualTo(verdict("pass", QUAY));
    assertThat(old.ledgerDkim().get(3)).isEqualTo(verdict("pass", HARBOUR));
    goOn();
  }

  /** Another mail bears the domain, so that the release has its key: the copy knows all again. */
  @Test
  @Tag("slow")
  void findsFullerVerdictsWithTheKeysOfTheRelease() throws IOException {
    letters.addKeys(QUAY);
    letters.add(QUAY.sign(mail(7)));
    old.add(QUAY.sign(mail(7)));
    letters.redact(3, "quay.example", "[redacted]");
    salts();
    letters.release();
    catchUp();
    assertSame();
    assertThat(old.ledgerDkim().get(2)).isEqualTo(verdict("pass", QUAY));
    goOn();
  }

  @Test
  @Tag("slow")
  void takesSeveralReleasesEachWithItsOwnKeys() throws IOException {
    DomainSigner newer = DomainSigner.of("q1", "quay.example");
    letters.letters().release(new ReleaseChoice.Oldest(1));
    letters.addKeys(QUAY, LIST);
    letters.letters().release(new ReleaseChoice.Oldest(1));
    letters.addKeys(newer, HARBOUR);
    letters.authenticate();
    letters.makePublic(QUAY);
    letters.release();
    letters.authenticate();
    catchUp();
    assertSame();
    assertThat(old.dkim(3)).isEqualTo(verdict("key-public", QUAY));
    goOn();
  }

  /** Waiting mails keep what was said of them until somebody looks again. */
  @Test
  @Tag("slow")
  void leavesMailsThatWaitToTheNextLook() throws IOException {
    letters.addKeys(QUAY);
    letters.letters().release(new ReleaseChoice.Oldest(1));
    old.add(QUAY.sign(mail(9)));
    catchUp();
    assertSame();
    assertThat(old.ledgerDkim().getLast()).isEqualTo(verdict("not-looked-up", QUAY));
    try (PrivateDirectory open = PrivateDirectory.open(old.publication())) {
      assertThat(SignedLetters.later(open).settleUnreleased()).isEqualTo(1);
    }
    assertThat(old.ledgerDkim().getLast()).isEqualTo(verdict("pass", QUAY));
  }

  private SignedLetters copy(String name) throws IOException {
    return new SignedLetters(letters.letters().copy(directory.resolve(name)));
  }

  private void catchUp() throws IOException {
    try (PrivateDirectory open = PrivateDirectory.open(old.publication())) {
      new CatchUp(open, ReleaseMonitor.NONE).from(letters.letters().publicDirectory());
    }
  }

  private static void forget(SignedLetters of, long id) throws IOException {
    try (PrivateDirectory open = PrivateDirectory.open(of.publication())) {
      open.ledger()
          .with(connection -> {
            try (var s = connection.createStatement()) {
              return s.executeUpdate("UPDATE mail SET dkim = NULL WHERE id = " + id);
            }
          });
      open.ledger().commit();
    }
  }

  /** What was added to both has the same salts. */
  private void salts() throws IOException {
    for (SignedLetters one : new SignedLetters[] {letters, old}) {
      try (PrivateDirectory open = PrivateDirectory.open(one.publication())) {
        open.ledger().mails().setSalt(7, new byte[32]);
        open.ledger().commit();
      }
    }
  }

  private void assertSame() throws IOException {
    assertThat(published(old)).isEqualTo(published(letters));
    assertThat(old.audit()).isEqualTo(letters.audit());
    assertThat(old.audit().differences()).isEmpty();
  }

  /** All but the partial tiles of sizes that only the newer copy has published. */
  private static Map<String, String> published(SignedLetters of) throws IOException {
    Map<String, String> files = of.letters().files();
    files.keySet().removeIf(name -> name.matches("tile/.*[.]p/\\d+"));
    return files;
  }

  /** It releases, takes back and says more of signatures, as any other publication. */
  private void goOn() throws IOException {
    old.add(HARBOUR.sign(mail(20)));
    old.release();
    old.withdraw(3, null);
    old.withdraw(4, "Berth 4");
    old.addKeys(HARBOUR, QUAY);
    old.authenticate();
    assertThat(old.authenticate()).isEmpty();
    assertThat(
            Audit.of(old.letters().publicDirectory(), null, Letters.TIME, CheckMonitor.NONE)
                .findings())
        .isEmpty();
    assertThat(old.audit().differences()).isEmpty();
    try (PrivateDirectory open = PrivateDirectory.open(old.publication())) {
      assertThat(open.ledger().check()).isEmpty();
    }
  }
}
