package broadside.archive.index;

/**
 * Finds blocks of lines that hold encoded data instead of words.
 *
 * <p>A block is at least two neighbouring lines of the same length, each of them at least 60
 * characters of base64 with lower case, upper case and a digit, or a full line of uuencode. A
 * single such line (a key, a fingerprint) is text like any other.
 */
final class EncodedLines {
  private static final int SHORTEST = 60;
  private boolean inside;

  /** The first line at or after {@code line} that is not in such a block. */
  int skip(char[] text, int line, int length) {
    int at = line;
    inside &= line > 0;
    while (at < length) {
      int end = encodedEnd(text, at, length);
      if (end < 0) {
        inside = false;
        return at;
      }
      if (!inside) {
        int next = Math.min(end + 1, length);
        int after = encodedEnd(text, next, length);
        if (after - next != end - at) {
          return at;
        }
        inside = true;
      }
      at = Math.min(end + 1, length);
    }
    inside = false;
    return length;
  }

  /** Where the encoded line ends that begins here, or -1 where it is none. */
  private static int encodedEnd(char[] text, int line, int length) {
    int uuencoded = uuencodedEnd(text, line, length);
    return uuencoded >= 0 ? uuencoded : base64End(text, line, length);
  }

  private static int base64End(char[] text, int line, int length) {
    boolean upper = false;
    boolean lower = false;
    boolean digit = false;
    int at = line;
    for (; at < length && text[at] != '\n'; at++) {
      char c = text[at];
      if (c >= 'a' && c <= 'z') {
        lower = true;
      } else if (c >= 'A' && c <= 'Z') {
        upper = true;
      } else if (c >= '0' && c <= '9') {
        digit = true;
      } else if (c != '+' && c != '/') {
        return -1;
      }
    }
    return upper && lower && digit && at - line >= SHORTEST ? at : -1;
  }

  private static int uuencodedEnd(char[] text, int line, int length) {
    int end = line + 61;
    if (end > length || text[line] != 'M' || (end < length && text[end] != '\n')) {
      return -1;
    }
    for (int at = line; at < end; at++) {
      if (text[at] < ' ' || text[at] > '`') {
        return -1;
      }
    }
    return end;
  }
}
