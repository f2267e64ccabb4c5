package broadside.proof.note;

import broadside.proof.text.FormatException;
import java.math.BigInteger;
import java.security.spec.EdECPoint;
import java.util.Set;

/**
 * Which 32 bytes are a public key: a point of Curve25519 in its Edwards form (RFC 8032 §5.1), in
 * its one encoding, and not among the eight points of low order.
 */
final class CurvePoint {
  private static final int BYTES = 32;
  private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
  private static final BigInteger D =
      BigInteger.valueOf(-121665).multiply(BigInteger.valueOf(121666).modInverse(P)).mod(P);

  /** The y of the points of order 8; the other one is its negative. */
  private static final BigInteger ORDER_8 =
      new BigInteger("7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7", 16);

  /** The y of the eight points of low order. */
  private static final Set<BigInteger> LOW_ORDER =
      Set.of(
          BigInteger.ZERO,
          BigInteger.ONE,
          P.subtract(BigInteger.ONE),
          ORDER_8,
          P.subtract(ORDER_8));

  private CurvePoint() {}

  /** The point that these bytes encode. */
  static EdECPoint decode(byte[] key) throws FormatException {
    if (key.length != BYTES) {
      throw new FormatException("a public key of " + key.length + " bytes, not " + BYTES);
    }
    byte[] bigEndian = new byte[BYTES];
    for (int i = 0; i < BYTES; i++) {
      bigEndian[i] = key[BYTES - 1 - i];
    }
    boolean odd = bigEndian[0] < 0;
    bigEndian[0] &= 0x7f;
    BigInteger y = new BigInteger(1, bigEndian);
    if (y.compareTo(P) >= 0) {
      throw new FormatException("a public key that is not in its one encoding");
    }
    if (!isOnCurve(y, odd)) {
      throw new FormatException("a public key that is no point of the curve");
    }
    if (LOW_ORDER.contains(y)) {
      throw new FormatException("a public key of low order, under which anybody can sign");
    }
    return new EdECPoint(odd, y);
  }

  /** The inverse of {@link #decode}. */
  static byte[] encode(EdECPoint point) {
    byte[] bytes = new byte[BYTES];
    BigInteger y = point.getY();
    for (int i = 0; i < BYTES; i++) {
      bytes[i] = y.shiftRight(Byte.SIZE * i).byteValue();
    }
    if (point.isXOdd()) {
      bytes[BYTES - 1] |= (byte) 0x80;
    }
    return bytes;
  }

  /** True where (y² - 1) / (d y² + 1), which is x², is a square; the root of 0 is not odd. */
  private static boolean isOnCurve(BigInteger y, boolean odd) {
    BigInteger y2 = y.multiply(y);
    BigInteger dividend = y2.subtract(BigInteger.ONE).mod(P);
    BigInteger divisor = D.multiply(y2).add(BigInteger.ONE); // never 0: -1/d is no square
    // Of a quotient and a product both are squares or neither; a square has the power 1 (Euler).
    BigInteger power = dividend.multiply(divisor).modPow(P.shiftRight(1), P);
    return power.equals(BigInteger.ONE) || (dividend.signum() == 0 && !odd);
  }
}
