package broadside.mail.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Bytes changed at random, with a seed that a failure names. */
class DkimFuzzTest {
  private static final String BODY = "Hello.\r\n>From  me \r\n\r\nFrom you\r\n";
  private static final int ROUNDS = 5_000;

  @Test
  void neverPassesWithAnotherLetterInWhatIsSigned() throws GeneralSecurityException {
    for (String forms : List.of("simple/simple", "relaxed/relaxed", "relaxed/simple")) {
      Signer signer = Signer.rsa().forms(forms).names("from:to:subject:date:x-other:from");
      Authenticator authenticator = new Authenticator(signer.known());
      byte[] mail = Signer.bytes(signer.sign(DkimRoundTripTest.HEADER + "\r\n" + BODY));
      for (int at = 0; at < mail.length; at++) {
        byte old = mail[at];
        // The last digit of b= has four bits that say nothing.
        boolean spare = at + 2 < mail.length && mail[at + 1] == '=' && mail[at + 2] == '=';
        if (spare || !Character.isLetterOrDigit(old)) {
          continue;
        }
        // Neither the case of a name nor that of base64 is meant: another letter.
        mail[at] = (byte) (old == 'q' ? 'z' : 'q');
        Authentication found = authenticator.authenticate(mail);
        assertThat(found.results())
            .as("%s at %d", forms, at)
            .noneMatch(result -> holds(result.verdict()));
        mail[at] = old;
      }
      assertThat(authenticator.authenticate(mail).results().getFirst().verdict())
          .isEqualTo(Verdict.PASS);
    }
  }

  @Test
  @Tag("slow")
  void neverThrowsWhateverChanges() throws GeneralSecurityException {
    Random random = new Random(8617);
    Signer signer = Signer.ed25519();
    KnownKeys keys = signer.known();
    String signed = signer.sign(DkimRoundTripTest.HEADER + "\r\n" + BODY);
    String sealed = signer.seal(signer.seal(signed, 1, "none"), 2, "pass");
    byte[] original = Signer.bytes(sealed);
    Authenticator authenticator = new Authenticator(keys);
    assertThat(authenticator.authenticate(original).results())
        .hasSize(2)
        .allMatch(result -> result.verdict() == Verdict.PASS);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] mail = changed(original, random);
      Authentication found = authenticator.authenticate(mail);
      assertThat(Coverage.of(mail)).as("round %d", round).hasSameSizeAs(found.results());
      for (SignatureResult result : found.results()) {
        assertThat(result.verdict()).isNotEqualTo(Verdict.UNSIGNED);
        assertThat(result.detail()).hasSizeLessThan(200).doesNotContainPattern("\\p{Cntrl}");
      }
    }
  }

  @Test
  void neverThrowsWhateverTheRecord() throws GeneralSecurityException {
    Random random = new Random(6376);
    for (Signer signer : List.of(Signer.rsa("rsa-sha256", 1024), Signer.ed25519())) {
      byte[] mail = Signer.bytes(signer.sign(DkimRoundTripTest.HEADER + "\r\n" + BODY));
      byte[] record = Signer.bytes(signer.record() + "; t=y:s; h=sha256; s=email");
      for (int round = 0; round < ROUNDS / 4; round++) {
        byte[] other = changed(record, random);
        String text = new String(other, StandardCharsets.ISO_8859_1);
        KnownKeys keys = new KnownKeys().with(signer.keyName(), text);
        assertThat(new Authenticator(keys).authenticate(mail).results())
            .as("round %d", round)
            .hasSize(1);
      }
    }
  }

  private static boolean holds(Verdict verdict) {
    return verdict == Verdict.PASS || verdict == Verdict.WEAK || verdict == Verdict.KEY_PUBLIC;
  }

  /** With a few bytes set, cut out, doubled or moved. */
  private static byte[] changed(byte[] original, Random random) {
    byte[] bytes = original.clone();
    for (int times = 1 + random.nextInt(4); times > 0 && bytes.length > 1; times--) {
      int at = random.nextInt(bytes.length);
      int length = random.nextInt(Math.min(60, bytes.length - at));
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] = (byte) ";=:\r\n \t>.@i0".charAt(random.nextInt(12));
        case 2 -> {
          byte[] cut = Arrays.copyOf(bytes, bytes.length - length);
          System.arraycopy(bytes, at + length, cut, at, bytes.length - at - length);
          bytes = cut;
        }
        default -> {
          byte[] doubled = Arrays.copyOf(bytes, bytes.length + length);
          System.arraycopy(bytes, at, doubled, at + length, bytes.length - at);
          bytes = doubled;
        }
      }
    }
    return bytes;
  }
}
