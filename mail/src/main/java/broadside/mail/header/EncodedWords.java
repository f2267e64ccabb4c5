package broadside.mail.header;

import broadside.mail.charset.DecodedText;
import broadside.mail.charset.DecodedText.Trust;
import broadside.mail.charset.TextDecoder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Encoded words (RFC 2047) as they are really written: with spaces in them, without padding, inside
 * quoted strings, glued to other text, and with a character split across two words.
 */
public final class EncodedWords {
  private EncodedWords() {}

  /**
   * Text whose encoded words are decoded.
   *
   * @param broken true where a word's charset or encoding was not what it said
   */
  public record Decoded(String text, boolean broken) {}

  /** The text with its encoded words decoded, on one line; what is no whole word stays as it is. */
  public static Decoded decode(String text) {
    StringBuilder out = new StringBuilder(text.length());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    String charset = "";
    boolean broken = false;
    int done = 0;
    int at = text.indexOf("=?");
    while (at >= 0) {
      Word word = Word.at(text, at);
      if (word == null || !word.decodable(text)) {
        broken |= word != null;
        at = text.indexOf("=?", at + 2);
        continue;
      }
      boolean joins = bytes.size() > 0 && isBlank(text, done, at);
      String wordCharset = text.substring(at + 2, word.charsetEnd);
      if (!joins || !wordCharset.equalsIgnoreCase(charset)) {
        broken |= flush(bytes, charset, out);
        charset = wordCharset;
      }
      if (!joins) {
        out.append(text, done, at);
      }
      word.appendTo(bytes, text);
      if (bytes.size() == 0) {
        // an empty word joins nothing but must not leave its spaces behind
        charset = wordCharset;
      }
      done = word.end;
      at = text.indexOf("=?", done);
    }
    broken |= flush(bytes, charset, out);
    out.append(text, done, text.length());
    return new Decoded(HeaderText.oneLine(out.toString()), broken);
  }

  /** Where the encoded word that begins at {@code at} ends, or -1 where none begins there. */
  public static int end(String text, int at) {
    Word word = Word.at(text, at);
    return word == null ? -1 : word.end;
  }

  private static boolean flush(ByteArrayOutputStream bytes, String charset, StringBuilder out) {
    if (bytes.size() == 0) {
      return false;
    }
    DecodedText decoded = TextDecoder.decode(bytes.toByteArray(), charset);
    bytes.reset();
    out.append(decoded.text());
    return decoded.trust() != Trust.LABELLED;
  }

  private static boolean isBlank(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) != ' ' && text.charAt(i) != '\t') {
        return false;
      }
    }
    return true;
  }

  /** The places of one word: {@code =?charset*language?encoding?text?=}. */
  private record Word(int charsetEnd, boolean base64, int textFrom, int textTo, int end) {
    private static final int LONGEST_CHARSET = 60;

    static @Nullable Word at(String text, int at) {
      if (!text.startsWith("=?", at)) {
        return null;
      }
      int charsetEnd = -1;
      int mark = at + 2;
      int limit = Math.min(text.length(), mark + LONGEST_CHARSET);
      while (mark < limit && text.charAt(mark) != '?') {
        char c = text.charAt(mark);
        if (c <= ' ' || c > '~' || c == '=') {
          return null;
        }
        if (c == '*' && charsetEnd < 0) {
          charsetEnd = mark;
        }
        mark++;
      }
      if (mark >= limit || mark == at + 2 || mark + 3 > text.length()) {
        return null;
      }
      char encoding = text.charAt(mark + 1);
      boolean base64 = encoding == 'B' || encoding == 'b';
      if ((!base64 && encoding != 'Q' && encoding != 'q') || text.charAt(mark + 2) != '?') {
        return null;
      }
      int end = textEnd(text, mark + 3);
      return end < 0
          ? null
          : new Word(charsetEnd < 0 ? mark : charsetEnd, base64, mark + 3, end, end + 2);
    }

    /** Where "?=" ends the word's text, or -1; stops where another word begins. */
    private static int textEnd(String text, int from) {
      for (int i = from; i + 1 < text.length(); i++) {
        char c = text.charAt(i);
        char next = text.charAt(i + 1);
        if (c == '?' && next == '=') {
          return i;
        }
        if (c == '=' && next == '?' && (i + 2 >= text.length() || text.charAt(i + 2) != '=')) {
          return -1;
        }
      }
      return -1;
    }

    boolean decodable(String text) {
      if (!base64) {
        return true;
      }
      for (int i = textFrom; i < textTo; i++) {
        char c = text.charAt(i);
        if (sextet(c) < 0 && c != '=' && c != ' ') {
          return false;
        }
      }
      return true;
    }

    void appendTo(ByteArrayOutputStream bytes, String text) {
      if (base64) {
        appendBase64(bytes, text);
      } else {
        appendQuoted(bytes, text);
      }
    }

    private void appendBase64(ByteArrayOutputStream bytes, String text) {
      int held = 0;
      int bits = 0;
      for (int i = textFrom; i < textTo; i++) {
        int sextet = sextet(text.charAt(i));
        if (sextet < 0) {
          // padding inside the word: another piece was glued on
          bits = text.charAt(i) == '=' ? 0 : bits;
          continue;
        }
        held = held << 6 | sextet;
        bits += 6;
        if (bits >= 8) {
          bits -= 8;
          bytes.write(held >>> bits);
          held &= (1 << bits) - 1;
        }
      }
    }

    private void appendQuoted(ByteArrayOutputStream bytes, String text) {
      for (int i = textFrom; i < textTo; i++) {
        char c = text.charAt(i);
        int value = c == '=' && i + 2 < textTo ? hex(text, i + 1) : -1;
        if (value >= 0) {
          bytes.write(value);
          i += 2;
        } else if (c == '_') {
          bytes.write(' ');
        } else if (c <= '~') {
          bytes.write(c);
        } else {
          bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
        }
      }
    }
  }

  /** The byte that two hexadecimal digits name, or -1. */
  static int hex(String text, int at) {
    int high = Character.digit(text.charAt(at), 16);
    int low = Character.digit(text.charAt(at + 1), 16);
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }

  private static int sextet(char c) {
    if (c >= 'A' && c <= 'Z') {
      return c - 'A';
    }
    if (c >= 'a' && c <= 'z') {
      return c - 'a' + 26;
    }
    if (c >= '0' && c <= '9') {
      return c - '0' + 52;
    }
    return c == '+' ? 62 : c == '/' ? 63 : -1;
  }
}
