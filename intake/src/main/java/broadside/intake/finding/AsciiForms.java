package broadside.intake.finding;

/**
 * A text in which the digits of every script, and the full-width forms of East Asian keyboards,
 * stand as ASCII.
 */
final class AsciiForms {
  /** U+FF01 to U+FF5E are U+0021 to U+007E, so far apart. */
  private static final int FULL_WIDTH = 0xfee0;

  private AsciiForms() {}

  /** The same text with these characters replaced one by one, so that every place stays. */
  static String of(String text) {
    char[] chars = text.toCharArray();
    for (int i = 0; i < chars.length; i++) {
      chars[i] = of(chars[i]);
    }
    return new String(chars);
  }

  private static char of(char c) {
    if (c >= '\uff01' && c <= '\uff5e') {
      return (char) (c - FULL_WIDTH);
    }
    if (c == '\u3000') {
      return ' ';
    }
    return c > 0x7f && Character.isDigit(c) ? (char) ('0' + Character.digit(c, 10)) : c;
  }
}
