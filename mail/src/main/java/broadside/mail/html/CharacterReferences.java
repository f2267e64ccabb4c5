package broadside.mail.html;

import java.nio.charset.Charset;

/**
 * Characters that a page cannot hold as they are. Numbers 0x80 to 0x9f are bytes of windows-1252,
 * as browsers read them in character references: who wrote number 149 meant a bullet. What is left
 * of control characters, and what Unicode has set aside as no character, becomes U+FFFD.
 */
final class CharacterReferences {
  private static final char FIRST = 0x80;
  private static final char UNKNOWN = '\ufffd';
  private static final String MEANT = meant();

  private CharacterReferences() {}

  /** Text in which references were resolved to their numbers, as a browser would show it. */
  static String asMeant(String resolved) {
    for (int i = 0; i < resolved.length(); i++) {
      if (!stays(resolved.charAt(i))) {
        return replaced(resolved);
      }
    }
    return resolved;
  }

  /** Halves of pairs need a second look. */
  private static boolean stays(char c) {
    return c < 0xd800 ? c >= ' ' && (c < 0x7f || c > 0x9f) : c > 0xdfff && c < 0xfdd0;
  }

  private static String replaced(String resolved) {
    StringBuilder text = new StringBuilder(resolved.length());
    resolved.codePoints().forEach(c -> text.appendCodePoint(meant(c)));
    return text.toString();
  }

  private static int meant(int c) {
    int known = c >= FIRST && c < FIRST + MEANT.length() ? MEANT.charAt(c - FIRST) : c;
    boolean control = Character.isISOControl(known) && "\t\n\f\r".indexOf(known) < 0;
    boolean aside = (known & 0xfffe) == 0xfffe || (known >= 0xfdd0 && known <= 0xfdef);
    return control || aside ? UNKNOWN : known;
  }

  private static String meant() {
    byte[] bytes = new byte[32];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (0x80 + i);
    }
    return new String(bytes, Charset.forName("windows-1252"));
  }
}
