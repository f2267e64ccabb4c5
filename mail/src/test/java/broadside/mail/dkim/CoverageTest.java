package broadside.mail.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a page says about a signature. */
class CoverageTest {
  private static final String MAIL =
      "Received: 1\r\n" + DkimRoundTripTest.HEADER + "\r\nHello.\r\n";

  @Test
  @Tag("slow")
  void tellsWhichFieldsAreCovered() throws GeneralSecurityException {
    Signer signer = Signer.rsa().names("from:to:x-other:x-none:from:to");
    String mail = signer.more("t=1772532000; x=1772532001; l=6; ").sign(MAIL);
    Coverage found = Coverage.of(Signer.bytes("to: twice\r\nTO: thrice\r\n" + mail)).getFirst();
    assertThat(found)
        .isEqualTo(
            new Coverage(
                "rsa-sha256",
                "example.org",
                "r2048",
                List.of("From", "To", "X-Other"),
                List.of("to", "Received", "Subject", "Date"),
                6,
                Instant.ofEpochSecond(1_772_532_000),
                Instant.ofEpochSecond(1_772_532_001),
                List.of()));
  }

  @Test
  @Tag("slow")
  void goesWithTheResults() throws GeneralSecurityException {
    Signer signer = Signer.rsa();
    String mail = "DKIM-Signature: nonsense\r\n" + signer.sign(MAIL);
    mail = signer.seal(signer.seal(mail, 1, "none"), 2, "pass");
    mail = mail.replace("i=2; example.org; none", "i=2;\r\n\ta;  dkim=pass\u0001 \u00e4");
    List<Coverage> all = Coverage.of(Signer.bytes(mail));
    assertThat(all)
        .hasSameSizeAs(
            new Authenticator(KeySource.NONE).authenticate(Signer.bytes(mail)).results());
    assertThat(all.getFirst().covered()).isEmpty();
    assertThat(all.getFirst().domain()).isEmpty();
    assertThat(all.get(1).bodyBytes()).isEqualTo(-1);
    assertThat(all.get(1).notCovered())
        .containsExactly(
            "ARC-Seal",
            "ARC-Message-Signature",
            "ARC-Authentication-Results",
            "DKIM-Signature",
            "Received",
            "X-Other");
    assertThat(all.get(2).sets())
        .containsExactly(
            new ArcSet(1, "example.org", "example.org; none"),
            new ArcSet(2, "example.org", "a; dkim=pass\ufffd \ufffd"));
  }

  @Test
  void saysNothingOfUnsignedMail() {
    assertThat(Coverage.of(Signer.bytes(MAIL))).isEmpty();
  }

  @Test
  void boundsWhatItSays() {
    StringBuilder mail = new StringBuilder("DKIM-Signature: h=from\r\n");
    for (int i = 0; i < 5_000; i++) {
      mail.append("X").append(i).append("x".repeat(100)).append("\u0080: 1\r\n");
    }
    mail.append("ARC-Authentication-Results: i=1; ").append("a".repeat(9_000)).append("\r\n\r\n");
    List<Coverage> found = Coverage.of(Signer.bytes(mail.toString()));
    assertThat(found.getFirst().notCovered()).hasSize(Coverage.MOST_NAMES);
    assertThat(found.getFirst().notCovered())
        .allMatch(name -> name.length() == Coverage.LONGEST_NAME);
    assertThat(found.get(1).sets().getFirst().results()).hasSize(ArcSet.RESULTS_CHARS);
  }
}
