package broadside.mail.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a plain signer signs, the verifier finds good, however it was canonicalized. */
class DkimRoundTripTest {
  static final String HEADER =
      String.join(
          "\r\n",
          "From:  Ann <ann@example.org>",
          "To: \tBob <bob@example.net>",
          "Subject: A  subject",
          "\twith a fold ",
          "Date: Tue, 3 Mar 2026 10:00:00 +0000",
          "X-Other : 1",
          "");

  private static final List<String> BODIES =
      List.of(
          "",
          "\r\n",
          "\r\n\r\n\r\n",
          " \r\n\t\r\n",
          "One line.\r\n",
          "One line",
          "One line  \r\n \r\n\r\n",
          "Two \t lines,\r\n\r\n  and  a space \r\n",
          "\r\nfirst empty\r\n.\r\n..\r\n",
          "A lone \r within, and two at the end\r\r\r\n",
          "8 bit \u00e4\u00f6 and a NUL \u0000 and \u000b\r\n\r\n",
          "From the start\r\n>From quoted\r\n>>From\r\n",
          "x".repeat(20_000) + "\r\n" + " y".repeat(9_000) + "\r\n".repeat(600) + "z");

  static Stream<Signer> signers() throws GeneralSecurityException {
    Stream.Builder<Signer> all = Stream.builder();
    for (String forms :
        List.of("simple/simple", "simple/relaxed", "relaxed/simple", "relaxed/relaxed")) {
      all.add(Signer.rsa().forms(forms));
      all.add(Signer.rsa("rsa-sha1", 1024).forms(forms));
      all.add(Signer.ed25519().forms(forms));
    }
    return all.build();
  }

  @ParameterizedTest
  @MethodSource("signers")
  @Tag("slow")
  void verifiesEveryBodyWithEitherLineEnd(Signer signer) throws GeneralSecurityException {
    Authenticator authenticator = new Authenticator(signer.known());
    Verdict expected = signer.algorithm.equals("rsa-sha1") ? Verdict.WEAK : Verdict.PASS;
    for (String body : BODIES) {
      String signed = signer.sign(HEADER + "\r\n" + body);
      for (String form : List.of(signed, signed.replace("\r\n", "\n"))) {
        // A CR before a CR LF cannot be told from a line end once the LF is bare.
        if (!form.equals(signed) && body.contains("\r\r\n")) {
          continue;
        }
        SignatureResult result =
            authenticator.authenticate(Signer.bytes(form)).results().getFirst();
        assertThat(result.verdict()).as("%s %s", signer.forms, body).isEqualTo(expected);
        assertThat(result.undoing()).isEqualTo(Undoing.NONE);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("signers")
  @Tag("slow")
  void verifiesDrawnMails(Signer signer) throws GeneralSecurityException {
    Random random = new Random(6376);
    Authenticator authenticator = new Authenticator(signer.known());
    for (int round = 0; round < 60; round++) {
      StringBuilder body = new StringBuilder();
      for (int i = random.nextInt(40); i > 0; i--) {
        body.append(
            List.of(" ", "\t", "\r\n", "a", ">", "From ", "\r\n\r\n").get(random.nextInt(7)));
      }
      String signed = signer.sign(HEADER + "\r\n" + body);
      assertThat(authenticator.authenticate(Signer.bytes(signed)).results().getFirst().verdict())
          .as("%s %s", signer.forms, body)
          .isIn(Verdict.PASS, Verdict.WEAK);
    }
  }

  @ParameterizedTest
  @MethodSource("signers")
  @Tag("slow")
  void verifiesSignedBeginningsOfEveryLength(Signer signer) throws GeneralSecurityException {
    String mail = HEADER + "\r\nSeventeen bytes\r\n";
    for (int length = 0; length <= 17; length++) {
      Authenticator authenticator = new Authenticator(signer.known());
      String signed = signer.more("l=" + length + "; ").sign(mail);
      SignatureResult result =
          authenticator.authenticate(Signer.bytes(signed + "more\r\n")).results().getFirst();
      assertThat(result.verdict()).isEqualTo(Verdict.WEAK);
      assertThat(result.weaknesses()).contains(Weakness.PART_OF_BODY);
      result = authenticator.authenticate(Signer.bytes(signed)).results().getFirst();
      assertThat(result.weaknesses().contains(Weakness.PART_OF_BODY)).isEqualTo(length < 17);
    }
  }

  @Test
  void verifiesSeveralSignaturesOfOneMail() throws GeneralSecurityException {
    String mail = HEADER + "\r\nA mail.\r\nOf two lines.\r\n";
    KnownKeys keys = new KnownKeys();
    for (Signer signer : signers().toList()) {
      mail = signer.more("l=9; ").sign(mail);
      mail = signer.more("").sign(mail);
      keys.with(signer.keyName(), signer.record());
    }
    // The keys of all Ed25519 signers have one name: each record is tried.
    Authentication found = new Authenticator(keys).authenticate(Signer.bytes(mail));
    assertThat(found.limits()).containsExactly("24 signatures; the first 16 were looked at");
    assertThat(found.results())
        .hasSize(16)
        .allMatch(r -> r.verdict() == Verdict.PASS || r.verdict() == Verdict.WEAK);
  }
}
