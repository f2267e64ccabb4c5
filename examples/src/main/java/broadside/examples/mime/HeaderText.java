package broadside.examples.mime;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Header values: encoded words where they are needed (RFC 2047), folded lines. */
final class HeaderText {

  private static final int LINE = 76;

  /** Characters of an encoded word's text: short enough for 75 in every charset used here. */
  private static final int WORD = 12;

  private HeaderText() {}

  /** Text in encoded words of that charset, or of UTF-8 if it cannot; ASCII stays as it is. */
  static String encode(String text, Charset wanted) {
    if (isAscii(text)) {
      return text;
    }
    Charset charset = wanted.newEncoder().canEncode(text) ? wanted : StandardCharsets.UTF_8;
    boolean quoted = charset.name().startsWith("ISO-8859") || charset.name().equals("windows-1252");
    int[] points = text.codePoints().toArray();
    StringBuilder out = new StringBuilder();
    for (int start = 0; start < points.length; start += WORD) {
      String chunk = new String(points, start, Math.min(WORD, points.length - start));
      byte[] bytes = chunk.getBytes(charset);
      out.append(start == 0 ? "" : "\n ")
          .append("=?")
          .append(charset.name().toLowerCase(Locale.ROOT))
          .append(quoted ? "?Q?" : "?B?")
          .append(quoted ? quotedWord(bytes) : Base64.getEncoder().encodeToString(bytes))
          .append("?=");
    }
    return out.toString();
  }

  static String mailbox(Mailbox mailbox, Charset charset) {
    if (mailbox.name().isEmpty()) {
      return mailbox.address();
    }
    String name = mailbox.name();
    boolean special = name.chars().anyMatch(c -> "()<>[]:;@\\,.\"".indexOf(c) >= 0);
    String shown = isAscii(name) && special ? '"' + name + '"' : encode(name, charset);
    return shown + " <" + mailbox.address() + ">";
  }

  static String mailboxes(List<Mailbox> mailboxes, Charset charset) {
    return mailboxes.stream()
        .map(mailbox -> mailbox(mailbox, charset))
        .collect(Collectors.joining(",\n "));
  }

  /** A whole header line with its LF, folded at spaces. */
  static String line(String name, String value) {
    StringBuilder out = new StringBuilder(name).append(':');
    int column = out.length();
    for (String word : value.split(" ", -1)) {
      if (column + 1 + word.length() > LINE && column > name.length() + 1) {
        out.append("\n");
        column = 0;
      }
      out.append(' ').append(word);
      int newline = word.lastIndexOf('\n');
      column = newline < 0 ? column + 1 + word.length() : word.length() - newline;
    }
    return out.append('\n').toString();
  }

  static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 128);
  }

  private static String quotedWord(byte[] bytes) {
    StringBuilder out = new StringBuilder();
    for (byte b : bytes) {
      int c = b & 0xff;
      if (c == ' ') {
        out.append('_');
      } else if (c < 128 && Character.isLetterOrDigit(c)) {
        out.append((char) c);
      } else {
        out.append(String.format(Locale.ROOT, "=%02X", c));
      }
    }
    return out.toString();
  }
}
