package broadside.intake.release;

import static broadside.intake.release.SignedLetters.HARBOUR;
import static broadside.intake.release.SignedLetters.LIST;
import static broadside.intake.release.SignedLetters.QUAY;
import static broadside.intake.release.SignedLetters.hidden;
import static broadside.intake.release.SignedLetters.line;
import static broadside.intake.release.SignedLetters.mail;
import static broadside.intake.release.SignedLetters.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import broadside.intake.PrivateDirectory;
import broadside.intake.dkim.DomainSigner;
import broadside.proof.release.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseKeysTest {
  @TempDir Path directory;
  private SignedLetters letters;

  @BeforeEach
  void create() throws IOException {
    letters = SignedLetters.create(directory.resolve("pub"));
    letters.addKeys(LIST, QUAY, HARBOUR);
  }

  @Test
  void areThoseOfPublishedSignaturesInTheirOrder() throws IOException {
    DomainSigner buoy = DomainSigner.of("b1", "buoy.example");
    letters.addKeys("{\"b1._domainkey.buoy.example\": \"\"}");
    letters.add(
        QUAY.sign(mail(1)), LIST.seal(mail(2)), HARBOUR.sign(mail(3)), buoy.sign(mail(4)), mail(5));
    letters.letters().withhold(3, Reason.SAFETY);
    letters.release();
    assertThat(letters.keys(1))
        .containsExactly("b1._domainkey.buoy.example file 2026-01-02 none", line(LIST), line(QUAY));
    assertThat(letters.dkim(1)).isEqualTo(verdict("pass", QUAY));
    assertThat(letters.dkim(2))
        .isEqualTo(verdict("pass", LIST).replace("\"pass\"", "\"pass\",\"arc\":1"));
    assertThat(letters.dkim(3)).isNull();
    assertThat(letters.dkim(4)).isEqualTo(verdict("no-key", buoy));
    assertThat(letters.dkim(5)).isEqualTo("[]");
    assertThat(letters.audit().different()).isZero();
    assertThat(letters.audit().signatures()).isEqualTo(3);
  }

  @Test
  void areAllThatANameHasNewestFirst() throws IOException {
    DomainSigner newer = DomainSigner.of("q1", "quay.example");
    letters.addKeys(
        "{\"%s\": {\"record\": \"%s\", \"date\": \"2026-02-03\"}}"
            .formatted(newer.keyName(), newer.record()));
    letters.add(QUAY.sign(mail(1)));
    letters.release();
    assertThat(letters.keys(1))
        .containsExactly(line(newer).replace("2026-01-02", "2026-02-03"), line(QUAY));
    assertThat(letters.audit().different()).isZero();
  }

  @Test
  void areNoneWhereNothingIsSigned() throws IOException {
    letters.add(mail(1));
    letters.release();
    assertThat(letters.keys(1)).isEmpty();
  }

  @Test
  void aDomainThatWasTakenOutIsNotTold() throws IOException {
    letters.add(QUAY.sign(mail(1)), HARBOUR.sign(mail(2)));
    letters.redact(1, "quay.example", "[redacted]");
    letters.redact(2, "Dear Bob", "Dear [redacted]");
    letters.release();
    assertThat(letters.dkim(1)).isEqualTo(hidden("pass", QUAY));
    assertThat(letters.dkim(2)).isEqualTo(verdict("pass", HARBOUR));
    assertThat(letters.keys(1)).containsExactly(line(HARBOUR));
    assertThat(letters.audit().attested()).isEqualTo(2);
    assertThat(letters.ledgerDkim().getFirst()).isEqualTo(verdict("pass", QUAY));
  }

  @Test
  void aDomainThatWasTakenOutIsToldWhereAnotherMailBearsIt() throws IOException {
    letters.add(QUAY.sign(mail(1)), QUAY.sign(mail(2)));
    letters.redact(1, "quay.example", "[redacted]");
    letters.release();
    assertThat(letters.dkim(1)).isEqualTo(hidden("pass", QUAY));
    assertThat(letters.dkim(2)).isEqualTo(verdict("pass", QUAY));
    assertThat(letters.keys(1)).containsExactly(line(QUAY));
  }

  @Test
  void aPartOfAnotherWordTellsNoDomain() throws IOException {
    letters.add(QUAY.sign(mail(1).replace("Dear Bob", "See www.oldquay.example, Bob")));
    letters.redact(1, " d=quay.example", "[redacted]");
    letters.release();
    assertThat(letters.dkim(1)).isEqualTo(hidden("pass", QUAY));
    assertThat(letters.keys(1)).isEmpty();
  }

  @Test
  void aSelectorThatWasTakenOutIsNotTold() throws IOException {
    letters.add(QUAY.sign(mail(1)));
    letters.redact(1, "s=q1", "[redacted]");
    letters.release();
    assertThat(letters.dkim(1)).isEqualTo(hidden("pass", QUAY));
    assertThat(letters.keys(1)).isEmpty();
  }

  @Test
  void aRedactedMailThatIsWithheldAfterAllTellsNothing() throws IOException {
    letters.add(QUAY.sign(mail(1)), HARBOUR.sign(mail(2)));
    letters.redact(1, "Dear Bob", "Dear [redacted]");
    letters.letters().withhold(1, Reason.SAFETY);
    letters.release();
    assertThat(letters.dkim(1)).isNull();
    assertThat(letters.keys(1)).containsExactly(line(HARBOUR));
  }

  @Test
  @Tag("slow")
  void areTheSameWhateverTheStoreLearnsLater() throws IOException {
    letters.add(QUAY.sign(mail(1)), HARBOUR.sign(mail(2)), LIST.seal(mail(3)));
    letters.release();
    Map<String, String> before = letters.letters().files();
    letters.addKeys(
        DomainSigner.of("q1", "quay.example"), DomainSigner.of("h1", "harbour.example"));
    letters.makePublic(QUAY);
    letters.letters().deletePublished(1);
    try (PrivateDirectory open = PrivateDirectory.open(letters.publication())) {
      assertThat(new Releaser(open).publishCommitted(ReleaseMonitor.NONE)).isTrue();
    }
    assertThat(letters.letters().files()).isEqualTo(before);
    letters.withdraw(2, null);
    Map<String, String> after = letters.letters().files();
    assertThat(after).containsEntry("releases/1/keys", before.get("releases/1/keys"));
    assertThat(after).containsEntry("releases/1/manifest", before.get("releases/1/manifest"));
    letters.letters().deletePublished(1);
    try (PrivateDirectory open = PrivateDirectory.open(letters.publication())) {
      assertThat(new Releaser(open).publishCommitted(ReleaseMonitor.NONE)).isTrue();
    }
    assertThat(letters.letters().files()).isEqualTo(after);
    assertThat(letters.audit().different()).isZero();
  }

  @Test
  @Tag("slow")
  void aDomainThatIsTakenOutLaterLeavesTheIndex() throws IOException {
    letters.add(QUAY.sign(mail(1)), HARBOUR.sign(mail(2)));
    letters.release();
    assertThat(index()).contains("quay.example", "harbour.example");
    letters.withdraw(1, "quay.example");
    assertThat(index()).contains("harbour.example").doesNotContain("quay.example");
  }

  /** Every byte of the index of release 1. */
  private String index() throws IOException {
    StringBuilder bytes = new StringBuilder();
    try (Stream<Path> files =
        Files.walk(letters.letters().publicDirectory().resolve("releases/1/index"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return bytes.toString();
  }
}
