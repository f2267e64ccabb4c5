package broadside.proof.sealed;

import java.util.ArrayList;
import java.util.List;

/**
 * How large the plaintext of a sealed release is made, and how it is cut into the parts that are
 * encrypted. The size of what is sealed shows in steps of at most a quarter only.
 */
public final class Parts {
  /** Bytes of a plaintext at least: 16 MiB. */
  public static final long LEAST = 1L << 24;

  /** Bytes of a plaintext at most, 128 GiB: its parts fit an entry of the log. */
  public static final long MOST = 1L << 37;

  /** Bytes of one part's plaintext at most: 1 GiB, as of a volume of mails. */
  public static final long PART = 1L << 30;

  /**
   * Bytes that age may add to a part: 16 for each 64 KiB, 256 KiB in all for a whole part, and a
   * header for one recipient.
   */
  public static final long OVERHEAD = 1L << 20;

  private Parts() {}

  /**
   * The size to which so many bytes are padded: the next of 4, 5, 6 or 7 times a power of two.
   *
   * @param bytes 0…{@link #MOST}
   */
  public static long step(long bytes) {
    if (bytes < 0 || bytes > MOST) {
      throw new IllegalArgumentException(bytes + " bytes to seal, not 0…" + MOST);
    }
    long least = Math.max(bytes, LEAST);
    long unit = Long.highestOneBit(least) / 4;
    return Math.ceilDiv(least, unit) * unit;
  }

  /** True for a size to which something is padded. */
  public static boolean isStep(long bytes) {
    return bytes >= LEAST && bytes <= MOST && step(bytes) == bytes;
  }

  /**
   * The sizes of the parts' plaintexts: whole ones, and what is left.
   *
   * @param step of which {@link #isStep} is true
   */
  public static List<Long> cut(long step) {
    if (!isStep(step)) {
      throw new IllegalArgumentException(step + " bytes are no step");
    }
    List<Long> parts = new ArrayList<>();
    for (long left = step; left > 0; left -= PART) {
      parts.add(Math.min(left, PART));
    }
    return parts;
  }
}
