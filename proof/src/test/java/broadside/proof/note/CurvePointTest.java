package broadside.proof.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import broadside.proof.fixture.Keys;
import broadside.proof.text.FormatException;
import java.math.BigInteger;
import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CurvePointTest {
  private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

  private static void refuses(byte[] key, String why) {
    assertThatExceptionOfType(FormatException.class)
        .as(HexFormat.of().formatHex(key))
        .isThrownBy(() -> CurvePoint.decode(key))
        .withMessageContaining(why);
  }

  private static byte[] littleEndian(BigInteger y, boolean odd) {
    byte[] bytes = new byte[32];
    for (int i = 0; i < 32; i++) {
      bytes[i] = y.shiftRight(8 * i).byteValue();
    }
    bytes[31] |= (byte) (odd ? 0x80 : 0);
    return bytes;
  }

  /** The eight points of the order 1, 2, 4 and 8, as libsodium lists them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa"
      })
  void refusesPointsOfLowOrder(String hex) {
    refuses(HexFormat.of().parseHex(hex), "low order");
  }

  /** Where x is 0 there is no odd x: the sign bit is a second encoding. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0100000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
      })
  void refusesTheSignOfZero(String hex) {
    refuses(HexFormat.of().parseHex(hex), "no point");
  }

  @Test
  void refusesEveryYThatIsNotReduced() {
    for (int above = 0; above < 19; above++) {
      refuses(littleEndian(P.add(BigInteger.valueOf(above)), false), "one encoding");
      refuses(littleEndian(P.add(BigInteger.valueOf(above)), true), "one encoding");
    }
  }

  /** Of the small y, those that RFC 8032's decoding has no x for (by another program). */
  @ParameterizedTest
  @ValueSource(ints = {2, 7, 8, 11, 12, 13, 17, 20, 22})
  void refusesWhatIsNotOnTheCurve(int y) {
    refuses(littleEndian(BigInteger.valueOf(y), false), "no point");
    refuses(littleEndian(BigInteger.valueOf(y), true), "no point");
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5, 6, 9, 10, 14, 15, 16, 18, 19, 21})
  void acceptsBothPointsOfAnY(int y) throws FormatException {
    for (boolean odd : new boolean[] {false, true}) {
      byte[] key = littleEndian(BigInteger.valueOf(y), odd);
      assertThat(CurvePoint.encode(CurvePoint.decode(key))).isEqualTo(key);
    }
  }

  @Test
  void refusesOtherLengths() {
    refuses(new byte[31], "31 bytes");
    refuses(new byte[33], "33 bytes");
    refuses(new byte[0], "0 bytes");
  }

  @Test
  @Tag("slow")
  void encodesTheKeysThatTheJdkDraws() throws FormatException {
    for (int i = 0; i < 64; i++) {
      SigningKey key = SigningKey.generate("a.example", KeyType.NOTE);
      assertThat(VerifierKey.parse(key.verifier().print())).isEqualTo(key.verifier());
      assertThat(Keys.ofSeed("a.example", KeyType.NOTE, key.seed()).verifier())
          .isEqualTo(key.verifier());
    }
  }
}
