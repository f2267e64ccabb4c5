package broadside.site.answers;

/** Text of mails as a page may hold it. */
final class Shown {
  private static final char REPLACED = '\ufffd';

  private Shown() {}

  /**
   * The text with every character that HTML forbids replaced: controls, halves of surrogate pairs,
   * noncharacters. The same string where there is none.
   */
  static String text(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && !allowed(text, i))) {
        return replaced(text, i);
      }
    }
    return text;
  }

  private static String replaced(String text, int from) {
    StringBuilder clean = new StringBuilder(text);
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\r' || c == '\f') {
        clean.setCharAt(i, c == '\f' ? ' ' : '\n');
      } else if ((c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && !allowed(text, i))) {
        clean.setCharAt(i, REPLACED);
      }
    }
    return clean.toString();
  }

  private static boolean allowed(String text, int i) {
    char c = text.charAt(i);
    if (c <= 0x9f || (c >= 0xfdd0 && c <= 0xfdef) || c >= 0xfffe) {
      return false;
    }
    if (!Character.isSurrogate(c)) {
      return true;
    }
    int other = Character.isHighSurrogate(c) ? i + 1 : i - 1;
    if (other < 0 || other >= text.length()) {
      return false;
    }
    char high = other < i ? text.charAt(other) : c;
    char low = other < i ? c : text.charAt(other);
    return Character.isSurrogatePair(high, low)
        && (Character.toCodePoint(high, low) & 0xfffe) != 0xfffe;
  }

  /** At most {@code limit} characters, cut with an ellipsis, never inside a pair. */
  static String cut(String text, int limit) {
    if (text.length() <= limit) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit;
    return text.substring(0, end) + "…";
  }
}
