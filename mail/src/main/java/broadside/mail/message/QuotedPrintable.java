package broadside.mail.message;

import java.io.IOException;
import java.io.OutputStream;

/**
 * quoted-printable (RFC 2045 §6.7).
 *
 * <p>Line ends stay as they are in the mail: rewriting LF to CRLF would change the hash of a file.
 * Blanks at the end of a line stay too: today they are a signature's "-- ", not padding of a relay.
 */
final class QuotedPrintable {
  private QuotedPrintable() {}

  /** Writes what {@code source[from, to)} encodes; false where something had to be left as is. */
  static boolean decode(byte[] source, int from, int to, OutputStream out) throws IOException {
    boolean whole = true;
    int i = from;
    while (i < to) {
      int run = i;
      while (i < to && source[i] != '=') {
        i++;
      }
      out.write(source, run, i - run);
      if (i == to) {
        break;
      }
      int value = i + 2 < to ? hex(source[i + 1]) << 4 | hex(source[i + 2]) : -1;
      int next = value >= 0 ? i + 3 : softBreakEnd(source, i + 1, to);
      if (value >= 0) {
        out.write(value);
      } else if (next < 0) {
        out.write('=');
        whole = false;
        next = i + 1;
      }
      i = next;
    }
    return whole;
  }

  /** The offset after a soft line break whose "=" stands before {@code from}, or -1. */
  private static int softBreakEnd(byte[] source, int from, int to) {
    int i = from;
    while (i < to && (source[i] == ' ' || source[i] == '\t')) {
      i++;
    }
    if (i < to && source[i] == '\r') {
      i++;
    }
    if (i == to) {
      return to;
    }
    return source[i] == '\n' ? i + 1 : -1;
  }

  /** The value of a hexadecimal digit; a negative number where it is none. */
  private static int hex(byte b) {
    return Character.digit((char) (b & 0xff), 16);
  }
}
