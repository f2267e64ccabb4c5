package broadside.mail.source;

import java.util.Arrays;

/** Undoes what an mboxrd writer does to lines of a mail that look like separators. */
final class MboxQuoting {
  private static final ByteSearch QUOTED = ByteSearch.of(">From ");

  private MboxQuoting() {}

  /** A copy of {@code [from, to)} with one '>' less on each line that is "From " after '>'s. */
  static byte[] undo(byte[] bytes, int from, int to) {
    int found = lineStart(bytes, from, from, to);
    if (found < 0) {
      return Arrays.copyOfRange(bytes, from, to);
    }
    byte[] result = new byte[to - from];
    int length = 0;
    int copied = from;
    while (found >= 0) {
      System.arraycopy(bytes, copied, result, length, found - copied);
      length += found - copied;
      copied = found + 1;
      found = lineStart(bytes, from, copied, to);
    }
    System.arraycopy(bytes, copied, result, length, to - copied);
    return Arrays.copyOf(result, length + to - copied);
  }

  /**
   * Where the next quoted line starts, searching from {@code search}, or -1.
   *
   * @param from the start of the mail, which is a line's start
   */
  static int lineStart(byte[] bytes, int from, int search, int to) {
    int at = QUOTED.find(bytes, search, to);
    while (at >= 0) {
      int first = at;
      while (first > search && bytes[first - 1] == '>') {
        first--;
      }
      if (first == from || bytes[first - 1] == '\n') {
        return first;
      }
      at = QUOTED.find(bytes, at + 1, to);
    }
    return -1;
  }
}
