package broadside.mail.html;

import java.nio.charset.Charset;

/**
 * Numbers 0x80 to 0x9f in character references, which browsers read as bytes of windows-1252: who
 * wrote number 149 meant a bullet.
 */
final class CharacterReferences {
  private static final char FIRST = 0x80;
  private static final String MEANT = meant();

  private CharacterReferences() {}

  /** Text in which references were resolved to their numbers, as a browser would show it. */
  static String asMeant(String resolved) {
    for (int i = 0; i < resolved.length(); i++) {
      if (isByte(resolved.charAt(i))) {
        return replaced(resolved);
      }
    }
    return resolved;
  }

  private static String replaced(String resolved) {
    StringBuilder text = new StringBuilder(resolved.length());
    for (int i = 0; i < resolved.length(); i++) {
      char c = resolved.charAt(i);
      text.append(isByte(c) ? MEANT.charAt(c - FIRST) : c);
    }
    return text.toString();
  }

  private static boolean isByte(char c) {
    return c >= FIRST && c < FIRST + MEANT.length();
  }

  private static String meant() {
    byte[] bytes = new byte[32];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (0x80 + i);
    }
    return new String(bytes, Charset.forName("windows-1252"));
  }
}
