package broadside.proof.sealed;

import broadside.proof.text.FormatException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * A number of the exponents' field, which is secret until its hour: what is shared, or one share.
 *
 * <p>Closing it overwrites its bytes. That is as much as a JVM allows: the collector may have left
 * copies where the bytes lay before, and the numbers that arithmetic makes of them stay in memory
 * until it is used for something else. A machine that deals secrets should not swap to disk.
 *
 * <p><b>Threads:</b> one.
 */
public final class Secret implements AutoCloseable {
  /** Bytes of a secret, big-endian. */
  public static final int BYTES = Group15.BYTES;

  private final byte[] bytes;
  private boolean isWiped;

  private Secret(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * The secret of these bytes, which are copied.
   *
   * @throws FormatException where there are not {@value #BYTES} of them, or their number is not
   *     below the field's
   */
  public static Secret of(byte[] bytes) throws FormatException {
    if (bytes.length != BYTES || !Group15.isExponent(new BigInteger(1, bytes))) {
      throw new FormatException("no secret, and no share of one");
    }
    return new Secret(bytes.clone());
  }

  /** A new secret, uniform over the field without 0. */
  public static Secret draw(SecureRandom random) {
    return of(exponent(random));
  }

  static Secret of(BigInteger number) {
    byte[] all = number.toByteArray(); // with a leading zero where the first bit is set
    byte[] bytes = new byte[BYTES];
    int length = Math.min(all.length, BYTES);
    System.arraycopy(all, all.length - length, bytes, BYTES - length, length);
    Arrays.fill(all, (byte) 0);
    return new Secret(bytes);
  }

  /** Uniform over the field without 0: what is too large is drawn again, not reduced. */
  static BigInteger exponent(SecureRandom random) {
    BigInteger drawn;
    do {
      drawn = new BigInteger(Group15.Q.bitLength(), random);
    } while (drawn.signum() == 0 || !Group15.isExponent(drawn));
    return drawn;
  }

  BigInteger number() {
    return new BigInteger(1, open());
  }

  /** A copy of the bytes, for the caller to wipe. */
  public byte[] bytes() {
    return open().clone();
  }

  private byte[] open() {
    if (isWiped) {
      throw new IllegalStateException("the secret was wiped");
    }
    return bytes;
  }

  /** Overwrites it; it cannot be used any more. */
  @Override
  public void close() {
    Arrays.fill(bytes, (byte) 0);
    isWiped = true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret s && MessageDigest.isEqual(open(), s.open());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(open());
  }

  /** Says nothing of it. */
  @Override
  public String toString() {
    return "a secret";
  }
}
