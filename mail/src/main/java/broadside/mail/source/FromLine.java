package broadside.mail.source;

import java.nio.charset.StandardCharsets;

/**
 * The rule for a line that begins a mail in an mbox.
 *
 * <p>It begins with "From ", is at most 998 bytes long, and either names a time and a month, or is
 * followed by a header field. Whether an empty line must stand before it is for the caller to say.
 */
final class FromLine {
  /** RFC 5322 §2.1.1: no line of a mail is longer, and no separator known comes near it. */
  static final int MAX_LENGTH = 998;

  private static final int MAX_FIELD_NAME = 100;

  /** Bytes after the line's start that the rule may look at. */
  static final int LOOKAHEAD = MAX_LENGTH + 2 + MAX_FIELD_NAME + 3;

  private static final byte[] START = "From ".getBytes(StandardCharsets.US_ASCII);
  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

  private FromLine() {}

  /** True where a separator begins at {@code at}; {@code end} is the end of what is there. */
  static boolean isAt(byte[] bytes, int at, int end) {
    int lineEnd = lineEnd(bytes, at, end);
    return lineEnd >= 0
        && (isDated(bytes, at, lineEnd) || isField(bytes, Math.min(lineEnd + 1, end), end));
  }

  /** True where even without an empty line before it, a mail most likely begins. */
  static boolean isCertainAt(byte[] bytes, int at, int end) {
    int lineEnd = lineEnd(bytes, at, end);
    return lineEnd >= 0
        && isDated(bytes, at, lineEnd)
        && isField(bytes, Math.min(lineEnd + 1, end), end);
  }

  /** The index of the LF that ends the line, or {@code end}, or -1 where no From line is here. */
  static int lineEnd(byte[] bytes, int at, int end) {
    if (end - at < START.length) {
      return -1;
    }
    for (int i = 0; i < START.length; i++) {
      if (bytes[at + i] != START[i]) {
        return -1;
      }
    }
    int limit = Math.min(end, at + MAX_LENGTH + 1);
    for (int i = at + START.length; i < limit; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return limit == end ? end : -1;
  }

  /** True where the writer's address is obscured as Pipermail does it: {@code user at host}. */
  static boolean isObscured(byte[] bytes, int at, int lineEnd) {
    String line = new String(bytes, at, lineEnd - at, StandardCharsets.ISO_8859_1);
    return line.matches("From [^ @]+ at [^ @]+ .*");
  }

  private static boolean isDated(byte[] bytes, int at, int lineEnd) {
    boolean time = false;
    boolean month = false;
    for (int i = at + START.length; i + 3 < lineEnd; i++) {
      time |=
          isDigit(bytes[i])
              && bytes[i + 1] == ':'
              && isDigit(bytes[i + 2])
              && isDigit(bytes[i + 3]);
      month |= i + 4 < lineEnd && bytes[i] == ' ' && bytes[i + 4] == ' ' && isMonth(bytes, i + 1);
    }
    return time && month;
  }

  private static boolean isMonth(byte[] bytes, int at) {
    int found = MONTHS.indexOf(new String(bytes, at, 3, StandardCharsets.ISO_8859_1));
    return found >= 0 && found % 3 == 0;
  }

  /** {@code Name:}, but not the start of a web address. */
  private static boolean isField(byte[] bytes, int at, int end) {
    int limit = Math.min(end, at + MAX_FIELD_NAME + 1);
    int i = at;
    while (i < limit && isNameByte(bytes[i])) {
      i++;
    }
    boolean named = i > at && i < limit && bytes[i] == ':';
    return named && !(i + 2 < end && bytes[i + 1] == '/' && bytes[i + 2] == '/');
  }

  private static boolean isNameByte(byte b) {
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || isDigit(b) || b == '-' || b == '_';
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }
}
