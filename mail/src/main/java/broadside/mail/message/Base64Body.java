package broadside.mail.message;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * base64 (RFC 2045 §6.8) as it arrives: with foreign characters, cut off, several pieces one after
 * the other, and with a list's footer in plain text behind it.
 */
final class Base64Body {
  private static final byte[] SEXTETS = sextets();
  private static final byte FOREIGN = -1;
  private static final byte BLANK = -2;
  private static final byte PADDING = -3;

  private Base64Body() {}

  private static byte[] sextets() {
    byte[] table = new byte[256];
    Arrays.fill(table, FOREIGN);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (int i = 0; i < alphabet.length(); i++) {
      table[alphabet.charAt(i)] = (byte) i;
    }
    table[' '] = BLANK;
    table['\t'] = BLANK;
    table['\r'] = BLANK;
    table['\n'] = BLANK;
    table['='] = PADDING;
    return table;
  }

  /** Writes what {@code source[from, to)} encodes; false where something was left out. */
  static boolean decode(byte[] source, int from, int to, OutputStream out) throws IOException {
    boolean whole = true;
    boolean padded = false;
    int held = 0;
    int bits = 0;
    byte[] decoded = new byte[0];
    int line = from;
    while (line < to) {
      int end = HeaderBlock.lineEnd(source, line, to);
      int foreign = foreign(source, line, end);
      whole &= foreign == 0;
      // text between or behind the pieces is not part of them
      if (foreign > 0 && (padded || foreign * 8 > end - line)) {
        line = end;
        continue;
      }
      if (decoded.length < end - line) {
        decoded = new byte[end - line];
      }
      int length = 0;
      for (int i = line; i < end; i++) {
        int sextet = SEXTETS[source[i] & 0xff];
        if (sextet >= 0) {
          held = held << 6 | sextet;
          bits += 6;
          if (bits >= 8) {
            bits -= 8;
            decoded[length++] = (byte) (held >>> bits);
          }
          padded = false;
        } else if (sextet == PADDING) {
          bits = 0;
          padded = true;
        }
      }
      out.write(decoded, 0, length);
      line = end;
    }
    return whole && bits == 0;
  }

  /** The characters that are no base64; a blank inside a line is one. */
  private static int foreign(byte[] source, int from, int to) {
    int foreign = 0;
    int blanks = 0;
    for (int i = from; i < to; i++) {
      int sextet = SEXTETS[source[i] & 0xff];
      if (sextet == BLANK) {
        blanks++;
      } else {
        foreign += blanks * (i - blanks > from ? 1 : 0);
        blanks = 0;
        foreign += sextet == FOREIGN ? 1 : 0;
      }
    }
    return foreign;
  }
}
