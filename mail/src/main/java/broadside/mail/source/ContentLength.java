package broadside.mail.source;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Where a mail of an mboxcl file ends by its own Content-Length. */
final class ContentLength {
  /** A mail without a Content-Length. */
  static final int ABSENT = -1;

  /** A Content-Length that does not lead to the next separator or to the end. */
  static final int WRONG = -2;

  private static final String NAME = "content-length:";
  private static final int MAX_HEADER = 1 << 20;

  private ContentLength() {}

  /**
   * The end of the mail that begins at {@code start}, or {@link #ABSENT} or {@link #WRONG}.
   *
   * @param limit the longest body to believe in
   */
  static int end(Window window, int start, int limit) {
    long length = ABSENT;
    int line = start;
    for (; ; ) {
      int lineEnd = lineEnd(window, line, start + MAX_HEADER);
      if (lineEnd < 0) {
        return ABSENT;
      }
      if (lineEnd == line || (lineEnd == line + 1 && window.at(line) == '\r')) {
        line = lineEnd + 1;
        break;
      }
      if (length == ABSENT) {
        length = value(window, line, lineEnd);
      }
      line = lineEnd + 1;
    }
    if (length < 0) {
      return ABSENT;
    }
    return length <= limit && leadsOn(window, line + (int) length) ? line + (int) length : WRONG;
  }

  /** The length of the empty line at {@code position}: 0 where there is none. */
  static int emptyLine(Window window, int position) {
    int available = window.available(position + 2) - position;
    if (available >= 1 && window.at(position) == '\n') {
      return 1;
    }
    boolean crlf = available >= 2 && window.at(position) == '\r' && window.at(position + 1) == '\n';
    return crlf ? 2 : 0;
  }

  private static boolean leadsOn(Window window, int position) {
    if (window.available(position) < position) {
      return false;
    }
    int next = position + emptyLine(window, position);
    if (window.available(next + FromLine.LOOKAHEAD) == next) {
      return window.failure() == null;
    }
    return window.isFromLine(next) && (next == 0 || window.at(next - 1) == '\n');
  }

  private static int lineEnd(Window window, int from, int limit) {
    int searched = from;
    for (; ; ) {
      int found = window.lineEnd(searched, limit);
      searched = window.loaded();
      if (found >= 0 || searched >= limit || !window.load()) {
        return found;
      }
    }
  }

  private static long value(Window window, int line, int lineEnd) {
    if (lineEnd - line < NAME.length() || (window.at(line) | 0x20) != 'c') {
      return ABSENT;
    }
    String text =
        new String(window.copy(line, Math.min(lineEnd, line + 60)), StandardCharsets.ISO_8859_1);
    if (!text.toLowerCase(Locale.ROOT).startsWith(NAME)) {
      return ABSENT;
    }
    String digits = text.substring(NAME.length()).strip();
    return digits.matches("[0-9]{1,9}") ? Long.parseLong(digits) : ABSENT;
  }
}
