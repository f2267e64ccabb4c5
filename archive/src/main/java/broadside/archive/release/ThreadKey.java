package broadside.archive.release;

import broadside.proof.text.FormatException;
import java.util.HexFormat;

/** The key of a thread: 8 bytes, written as 16 lower-case hex digits. */
public final class ThreadKey {
  private ThreadKey() {}

  public static String print(long key) {
    return HexFormat.of().toHexDigits(key);
  }

  /** The inverse of {@link #print(long)}. */
  public static long parse(String key) throws FormatException {
    if (key.length() == 16 && key.chars().allMatch(c -> "0123456789abcdef".indexOf(c) >= 0)) {
      return HexFormat.fromHexDigitsToLong(key);
    }
    throw new FormatException("no thread key: " + key);
  }
}
