package broadside.mail.message;

import java.io.IOException;
import java.io.OutputStream;

/**
 * uuencode (POSIX), as a transfer encoding: what stands between the "begin" and the "end" line. A
 * file that stands uuencoded in a plain text stays text.
 */
final class Uuencode {
  private Uuencode() {}

  /** Writes what {@code source[from, to)} encodes; false where "begin" or "end" is missing. */
  static boolean decode(byte[] source, int from, int to, OutputStream out) throws IOException {
    boolean begun = false;
    int line = from;
    while (line < to) {
      int next = HeaderBlock.lineEnd(source, line, to);
      int end = next;
      while (end > line && (source[end - 1] == '\n' || source[end - 1] == '\r')) {
        end--;
      }
      if (!begun) {
        begun = startsWith(source, line, end, "begin ");
      } else if (end - line == 3 && startsWith(source, line, end, "end")) {
        return true;
      } else if (end > line) {
        decodeLine(source, line, end, out);
      }
      line = next;
    }
    return false;
  }

  private static void decodeLine(byte[] source, int line, int end, OutputStream out)
      throws IOException {
    int count = (source[line] - ' ') & 0x3f;
    int written = 0;
    for (int i = line + 1; written < count; i += 4) {
      int group = sextet(source, i, end) << 18 | sextet(source, i + 1, end) << 12;
      group |= sextet(source, i + 2, end) << 6 | sextet(source, i + 3, end);
      for (int shift = 16; shift >= 0 && written < count; shift -= 8) {
        out.write(group >>> shift);
        written++;
      }
    }
  }

  /** Blanks at the end of a line get lost on the way: what is not there counts as blank. */
  private static int sextet(byte[] source, int i, int end) {
    return i < end ? (source[i] - ' ') & 0x3f : 0;
  }

  private static boolean startsWith(byte[] source, int from, int to, String prefix) {
    if (to - from < prefix.length()) {
      return false;
    }
    for (int i = 0; i < prefix.length(); i++) {
      if (source[from + i] != prefix.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
