package broadside.mail.dkim;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Passes over text that the relaxed canonicalization leaves as it is, eight bytes at a time. */
final class PlainBytes {
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long SPACES = 0x2020202020202020L;
  private static final long ABOVE_CONTROLS = 0xe0e0e0e0e0e0e0e0L;
  private static final long LOW_BITS = 0x7f7f7f7f7f7f7f7fL;

  private PlainBytes() {}

  /**
   * Where to look on: each byte from {@code at} up to there is neither a control character nor a
   * space after which white space may follow.
   *
   * @param end more than {@code at}; what is returned is less
   */
  static int skip(byte[] bytes, int at, int end) {
    int i = at;
    while (i < end - Long.BYTES) {
      long eight = (long) EIGHT.get(bytes, i);
      long controls = zeros(eight & ABOVE_CONTROLS);
      long spaces = zeros(eight ^ SPACES);
      if (controls != 0 || (spaces & (spaces << 8)) != 0) {
        int plain = Long.numberOfTrailingZeros(controls | (spaces & (spaces >>> 8))) >> 3;
        return plain > 0 && bytes[i + plain - 1] == ' ' ? i + plain - 1 : i + plain;
      }
      // What follows a space in the last place decides about it.
      i += Long.BYTES - (int) (spaces >>> 63);
    }
    return i;
  }

  /** The highest bit of each byte that is 0. */
  private static long zeros(long bytes) {
    return ~(((bytes & LOW_BITS) + LOW_BITS) | bytes | LOW_BITS);
  }
}
