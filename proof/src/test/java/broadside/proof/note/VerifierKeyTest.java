package broadside.proof.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import broadside.proof.fixture.Keys;
import broadside.proof.text.FormatException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifierKeyTest {
  private static final String PETER =
      "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

  /** Of the group that Ed25519's base point generates. */
  private static final BigInteger ORDER =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

  private static void refuses(String text) {
    assertThatExceptionOfType(FormatException.class)
        .as(text)
        .isThrownBy(() -> VerifierKey.parse(text));
  }

  @Test
  void parsesAKeyOfGo() throws FormatException {
    VerifierKey peter = VerifierKey.parse(PETER);
    assertThat(peter.name()).isEqualTo("PeterNeumann");
    assertThat(peter.type()).isEqualTo(KeyType.NOTE);
    assertThat(peter.keyId()).isEqualTo(0xc74f20a3);
    assertThat(peter.print()).isEqualTo(PETER);
  }

  /** As Go's own test: no part of a key is a key, and no byte of it can be another. */
  @Test
  void refusesEveryPartAndEveryChange() {
    for (int i = 0; i <= PETER.length(); i++) {
      for (int j = i + 1; j <= PETER.length(); j++) {
        if (i != 0 || j != PETER.length()) {
          refuses(PETER.substring(i, j));
        }
      }
    }
    for (int i = 0; i < PETER.length(); i++) {
      refuses(PETER.substring(0, i) + (char) (PETER.charAt(i) + 1) + PETER.substring(i + 1));
    }
    refuses(PETER.replace("c74f20a3", "C74F20A3"));
    refuses(PETER + " ");
    refuses(PETER + "\n");
  }

  /** From Go's test: both have the right id for what they are. */
  @Test
  void refusesUnknownTypesAndOtherLengths() {
    refuses("PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==");
    refuses("PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
  }

  @Test
  void tellsTheSameKeyOfAnotherTypeOrNameApart() {
    VerifierKey note = Keys.key("a.example", KeyType.NOTE, "seed").verifier();
    VerifierKey cosigner = Keys.key("a.example", KeyType.COSIGNATURE, "seed").verifier();
    VerifierKey renamed = Keys.key("b.example", KeyType.NOTE, "seed").verifier();
    assertThat(note.publicKey()).isEqualTo(cosigner.publicKey()).isEqualTo(renamed.publicKey());
    assertThat(note).isNotEqualTo(cosigner).isNotEqualTo(renamed);
    assertThat(note.keyId()).isNotEqualTo(cosigner.keyId()).isNotEqualTo(renamed.keyId());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a b",
        "a+b",
        "a\u00a0b",
        "a\u2003b",
        "a\u3000b",
        "a\u0085b",
        "a\tb",
        "a\nb",
        "a\u202eb",
        "\ud800",
        "a\u2028b"
      })
  void refusesNamesThatTheFormatHasNot(String name) {
    assertThat(VerifierKey.isName(name)).isFalse();
  }

  @Test
  void refusesNamesOverTwoHundredBytes() {
    assertThat(VerifierKey.isName("é".repeat(100))).isTrue();
    assertThat(VerifierKey.isName("é".repeat(100) + "a")).isFalse();
  }

  @Test
  void saysNoToSignaturesOfEveryOtherLength() throws FormatException {
    VerifierKey peter = VerifierKey.parse(PETER);
    for (int length = 0; length < 130; length++) {
      assertThat(peter.verifies(new byte[] {1}, new byte[length])).isFalse();
    }
  }

  /** The second half of a signature is a number below the order of the group (RFC 8032 §5.1.7). */
  @Test
  void refusesANumberThatIsNotReduced() {
    SigningKey key = Keys.note("a.example");
    byte[] text = "text\n".getBytes(StandardCharsets.UTF_8);
    byte[] valid = key.sign("text\n").signature();
    byte[] changed = valid.clone();
    BigInteger s = littleEndian(Arrays.copyOfRange(valid, 32, 64)).add(ORDER);
    System.arraycopy(littleEndian(s), 0, changed, 32, 32);
    assertThat(key.verifier().verifies(text, valid)).isTrue();
    assertThat(key.verifier().verifies(text, changed)).isFalse();
  }

  /**
   * With r = 0 the first half is the neutral element, which a signer could write in a second way,
   * and one program would accept what another refuses.
   */
  @Test
  void refusesAPointInAnotherThanItsOneEncoding() throws GeneralSecurityException {
    SigningKey key = Keys.note("a.example");
    byte[] text = "text\n".getBytes(StandardCharsets.UTF_8);
    byte[] neutral = littleEndian(BigInteger.ONE);
    byte[] again = littleEndian(BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(18)));
    byte[] withSign = neutral.clone();
    withSign[31] = (byte) 0x80;
    assertThat(key.verifier().verifies(text, signature(key, neutral, text))).isTrue();
    assertThat(key.verifier().verifies(text, signature(key, again, text))).isFalse();
    assertThat(key.verifier().verifies(text, signature(key, withSign, text))).isFalse();
  }

  /** What the key's owner can compute: r = 0, so that s = k a. */
  private static byte[] signature(SigningKey key, byte[] point, byte[] text)
      throws GeneralSecurityException {
    byte[] secret = sha512(key.seed());
    secret[0] &= (byte) 248;
    secret[31] &= 127;
    secret[31] |= 64;
    BigInteger a = littleEndian(Arrays.copyOf(secret, 32));
    byte[] open = HexFormat.of().parseHex(key.verifier().publicKey());
    BigInteger k = littleEndian(sha512(point, open, text));
    byte[] signature = Arrays.copyOf(point, 64);
    System.arraycopy(littleEndian(k.multiply(a).mod(ORDER)), 0, signature, 32, 32);
    return signature;
  }

  private static byte[] sha512(byte[]... parts) throws GeneralSecurityException {
    MessageDigest digest = MessageDigest.getInstance("SHA-512");
    for (byte[] part : parts) {
      digest.update(part);
    }
    return digest.digest();
  }

  private static BigInteger littleEndian(byte[] bytes) {
    byte[] big = new byte[bytes.length];
    for (int i = 0; i < big.length; i++) {
      big[i] = bytes[big.length - 1 - i];
    }
    return new BigInteger(1, big);
  }

  private static byte[] littleEndian(BigInteger number) {
    byte[] bytes = new byte[32];
    for (int i = 0; i < 32; i++) {
      bytes[i] = number.shiftRight(8 * i).byteValue();
    }
    return bytes;
  }
}
