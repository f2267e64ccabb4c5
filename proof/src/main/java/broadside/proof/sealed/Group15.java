package broadside.proof.sealed;

import java.math.BigInteger;

/**
 * The group in which secrets are shared: the squares modulo the safe prime of RFC 3526 §4, "group
 * 15", of 3,072 bits. It has the prime order {@link #Q}, and 4 generates it.
 */
final class Group15 {
  /** Bytes of an element, and of an exponent. */
  static final int BYTES = 384;

  static final BigInteger P =
      new BigInteger(
          """
          ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74\
          020bbea63b139b22514a08798e3404ddef9519b3cd3a431b302b0a6df25f1437\
          4fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7ed\
          ee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3dc2007cb8a163bf05\
          98da48361c55d39a69163fa8fd24cf5f83655d23dca3ad961c62f356208552bb\
          9ed529077096966d670c354e4abc9804f1746c08ca18217c32905e462e36ce3b\
          e39e772c180e86039b2783a2ec07a28fb5c55df06f4c52c9de2bcbf695581718\
          3995497cea956ae515d2261898fa051015728e5a8aaac42dad33170d04507a33\
          a85521abdf1cba64ecfb850458dbef0a8aea71575d060c7db3970f85a6e1e4c7\
          abf5ae8cdb0933d71e8c94e04a25619dcee3d2261ad2ee6bf12ffa06d98a0864\
          d87602733ec86a64521f2b18177b200cbbe117577a615d6c770988c0bad946e2\
          08e24fa074e5ab3143db5bfce0fd108e4b82d120a93ad2caffffffffffffffff\
          """,
          16);

  /** The order, which exponents are reduced by: (P - 1) / 2, of 3,071 bits. */
  static final BigInteger Q = P.shiftRight(1);

  static final BigInteger G = BigInteger.valueOf(4);

  private Group15() {}

  static BigInteger power(BigInteger exponent) {
    return G.modPow(exponent, P);
  }

  /** True for an element other than 1: a^Q = 1, which holds for the squares modulo P (Euler). */
  static boolean isElement(BigInteger element) {
    return isInRange(element) && isSquare(element);
  }

  /**
   * True where the Jacobi symbol (a/P) is 1: since P is prime, for squares alone. By the law of
   * quadratic reciprocity (Crandall and Pomerance, Prime Numbers, algorithm 2.3.5) it costs as much
   * as a greatest common divisor, a twentieth of the exponentiation.
   *
   * @param element from 1 up to, and without, P
   */
  private static boolean isSquare(BigInteger element) {
    BigInteger a = element;
    BigInteger n = P;
    boolean isSquare = true;
    while (a.signum() != 0) {
      int twos = a.getLowestSetBit();
      a = a.shiftRight(twos);
      int n8 = n.intValue() & 7;
      if ((twos & 1) == 1 && (n8 == 3 || n8 == 5)) { // (2/n) = -1
        isSquare = !isSquare;
      }
      if ((a.intValue() & n.intValue() & 3) == 3) { // (a/n) = -(n/a)
        isSquare = !isSquare;
      }
      BigInteger rest = n.mod(a);
      n = a;
      a = rest;
    }
    return isSquare;
  }

  /** True where it is above 1 and below P: half of these are elements. */
  static boolean isInRange(BigInteger element) {
    return element.compareTo(BigInteger.ONE) > 0 && element.compareTo(P) < 0;
  }

  /** True where it is at least 0 and below Q. */
  static boolean isExponent(BigInteger exponent) {
    return exponent.signum() >= 0 && exponent.compareTo(Q) < 0;
  }
}
