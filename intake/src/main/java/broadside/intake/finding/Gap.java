package broadside.intake.finding;

/**
 * What keeps two groups of a number apart beside one blank or sign: a few blanks, or the end of a
 * line with the quote marks that begin the next one.
 */
final class Gap {
  /** More blanks stand between the columns of a table. */
  private static final int BLANKS = 4;

  /** Quote marks and blanks at the beginning of a line. */
  private static final int MARKS = 40;

  private Gap() {}

  /** The place behind the gap that begins at {@code at}, or {@code at} where none does. */
  static int end(String text, int at) {
    int end = at < text.length() && text.charAt(at) == '-' ? at + 1 : at;
    int most = Math.min(text.length(), end + BLANKS);
    int blanks = end;
    while (blanks < most && isBlank(text.charAt(blanks))) {
      blanks++;
    }
    int line = lineStart(text, blanks);
    if (line > blanks) {
      return line;
    }
    return end == at ? blanks : at;
  }

  /**
   * The place behind the line end at {@code at} and the quote marks after it, or {@code at} where
   * no line ends.
   */
  static int lineStart(String text, int at) {
    int line = text.startsWith("\r\n", at) ? at + 2 : text.startsWith("\n", at) ? at + 1 : at;
    if (line == at) {
      return at;
    }
    int most = Math.min(text.length(), line + MARKS);
    while (line < most && isMark(text.charAt(line))) {
      line++;
    }
    return line;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\u00a0';
  }

  private static boolean isMark(char c) {
    return c == '>' || c == '|' || c == '\t' || isBlank(c);
  }
}
