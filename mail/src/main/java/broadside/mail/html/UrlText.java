package broadside.mail.html;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * What stands behind the host of an address, or behind {@code mailto:}, with everything
 * percent-encoded that may not stand in a valid URL. It leads to the same place in a browser.
 *
 * <p>Source: the URL standard, "URL writing".
 */
final class UrlText {
  private static final String ALLOWED = "!$&'()*+,-./:;=@_~?#%";

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private UrlText() {}

  /** Of a web address: a backslash in its path is a slash, as browsers read it. */
  static String web(String text) {
    int query = text.indexOf('?');
    int fragment = text.indexOf('#');
    int end = query < 0 || (fragment >= 0 && fragment < query) ? fragment : query;
    return end < 0
        ? opaque(text.replace('\\', '/'))
        : opaque(text.substring(0, end).replace('\\', '/') + text.substring(end));
  }

  /** Of an address without a host. */
  static String opaque(String text) {
    StringBuilder valid = new StringBuilder(text.length() + 16);
    int fragment = text.indexOf('#');
    for (int at = 0, c; at < text.length(); at += Character.charCount(c)) {
      c = text.codePointAt(at);
      boolean stays =
          switch (c) {
            case '%' -> isEncoded(text, at);
            case '#' -> at == fragment;
            default -> Character.isLetterOrDigit(c) || ALLOWED.indexOf(c) >= 0;
          };
      if (stays) {
        valid.appendCodePoint(c);
      } else {
        encode(c, valid);
      }
    }
    return valid.toString();
  }

  private static boolean isEncoded(String text, int at) {
    return at + 2 < text.length()
        && Character.digit(text.charAt(at + 1), 16) >= 0
        && Character.digit(text.charAt(at + 2), 16) >= 0
        && text.charAt(at + 1) < 0x80
        && text.charAt(at + 2) < 0x80;
  }

  /** Half of a pair is no character: it becomes a question mark. */
  private static void encode(int c, StringBuilder out) {
    for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
      out.append('%').append(HEX.toHexDigits(b));
    }
  }
}
