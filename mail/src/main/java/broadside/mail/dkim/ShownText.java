package broadside.mail.dkim;

/** Text of a mail's header that people are shown. */
final class ShownText {
  private static final char REPLACEMENT = '\ufffd';

  private ShownText() {}

  /** At most so many characters, white space as single spaces, all beyond ASCII replaced. */
  static String of(String raw, int most) {
    StringBuilder shown = new StringBuilder(Math.min(raw.length(), most));
    boolean space = false;
    for (int i = 0; i < raw.length() && shown.length() < most; i++) {
      char c = raw.charAt(i);
      if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
        space = !shown.isEmpty();
        continue;
      }
      if (space) {
        shown.append(' ');
        space = false;
        if (shown.length() == most) {
          break;
        }
      }
      shown.append(c > ' ' && c < 0x7f ? c : REPLACEMENT);
    }
    return shown.toString();
  }
}
