package broadside.mail.header;

import broadside.mail.charset.TextDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The readable text of a header field's body.
 *
 * @param text on one line, without control characters
 * @param raw8bit true where bytes above 0x7F stood in the field, whose charset is not said
 * @param brokenWord true where an encoded word could not be read as it was labelled
 */
public record HeaderText(String text, boolean raw8bit, boolean brokenWord) {
  private static final char REPLACEMENT = '\uFFFD';
  private static final char ESCAPE = 0x1b;

  /**
   * The text of an unstructured field.
   *
   * @param raw the field's body, one char per byte
   * @param charset what raw 8-bit text is likely in, the charset of the mail's body for instance
   */
  public static HeaderText unstructured(String raw, @Nullable String charset) {
    HeaderText plain = structured(raw, charset);
    if (plain.text.indexOf("=?") < 0) {
      return plain;
    }
    EncodedWords.Decoded words = EncodedWords.decode(plain.text);
    return new HeaderText(words.text(), plain.raw8bit, words.broken());
  }

  /**
   * The text of a structured field, its encoded words still encoded: they are decoded after the
   * structure is known.
   *
   * @param raw the field's body, one char per byte
   * @param charset what raw 8-bit text is likely in
   */
  public static HeaderText structured(String raw, @Nullable String charset) {
    if (isClean(raw)) {
      return new HeaderText(raw.strip(), false, false);
    }
    if (raw.indexOf(ESCAPE) < 0 && !isHigh(raw)) {
      return new HeaderText(oneLine(raw).strip(), false, false);
    }
    byte[] bytes = raw.getBytes(StandardCharsets.ISO_8859_1);
    String label = raw.indexOf(ESCAPE + "$") >= 0 ? "iso-2022-jp" : charset;
    String text = TextDecoder.decode(bytes, label).text();
    return new HeaderText(oneLine(text).strip(), isHigh(raw), false);
  }

  /** The text with line breaks and tabs as spaces, other control characters as U+FFFD. */
  public static String oneLine(String text) {
    if (isClean(text)) {
      return text;
    }
    StringBuilder line = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n') {
        continue;
      }
      if (c == '\t' || (c >= '\n' && c <= '\r') || c == 0x85 || c == 0x2028 || c == 0x2029) {
        boolean doubled = c == '\t' && !line.isEmpty() && line.charAt(line.length() - 1) == ' ';
        if (!doubled) {
          line.append(' ');
        }
      } else if (c < 0x20 || (c >= 0x7f && c < 0xa0)) {
        line.append(REPLACEMENT);
      } else if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (pair) {
          line.append(c).append(text.charAt(++i));
        } else {
          line.append(REPLACEMENT);
        }
      } else {
        line.append(c);
      }
    }
    return line.toString();
  }

  private static boolean isClean(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x20 || c > 0x7e) {
        return false;
      }
    }
    return true;
  }

  private static boolean isHigh(String raw) {
    for (int i = 0; i < raw.length(); i++) {
      if (raw.charAt(i) > 0x7f) {
        return true;
      }
    }
    return false;
  }
}
