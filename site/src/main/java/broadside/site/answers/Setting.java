package broadside.site.answers;

/** How a paragraph of a mail is set. */
final class Setting {
  /** Lines that a program broke at a margin: the browser may break them anew. */
  static final String FLOW = "flow";

  /** Lines whose columns mean something: a fixed pitch keeps them. */
  static final String SET = "set";

  private static final int MIN_MARGIN = 50;
  private static final int MAX_MARGIN = 100;

  /** Characters of a name, below the sentence that ends a letter. */
  private static final int NAME = 30;

  private Setting() {}

  /** The CSS class, or "" for lines that stay as they were broken. */
  static String of(String paragraph) {
    if (columns(paragraph)) {
      return SET;
    }
    return brokenAtMargin(paragraph) && !isSignOff(paragraph) ? FLOW : "";
  }

  /** True where the second of two lines may be a name below a sentence. */
  private static boolean isSignOff(String text) {
    int end = text.indexOf('\n');
    return end > 0
        && end == text.lastIndexOf('\n')
        && text.length() - end - 1 <= NAME
        && ".,!?…".indexOf(text.charAt(end - 1)) >= 0;
  }

  /**
   * True where some margin explains every line break: each line fits into it, and would not if the
   * next line's first word stood at its end.
   */
  private static boolean brokenAtMargin(String text) {
    int end = text.indexOf('\n');
    if (end < 0) {
      return true;
    }
    int longest = 0;
    int margin = Integer.MAX_VALUE;
    int start = 0;
    while (end >= 0) {
      int next = end + 1;
      int word = next;
      while (word < text.length() && text.charAt(word) > ' ') {
        word++;
      }
      if (word == next) {
        return false; // indented, or empty
      }
      longest = Math.max(longest, end - start);
      margin = Math.min(margin, end - start + 1 + word - next);
      start = next;
      end = text.indexOf('\n', start);
    }
    longest = Math.max(longest, text.length() - start);
    return longest >= MIN_MARGIN && longest <= MAX_MARGIN && longest < margin;
  }

  /** True where two lines or more hold a gap: a tab, or three spaces after a word. */
  private static boolean columns(String text) {
    if (text.indexOf('\t') < 0 && text.indexOf("   ") < 0) {
      return false; // most texts
    }
    int lines = 0;
    boolean word = false;
    boolean counted = false;
    int spaces = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        word = false;
        counted = false;
        spaces = 0;
      } else if (c == ' ' || c == '\t') {
        spaces = c == '\t' ? spaces + 3 : spaces + 1;
      } else {
        if (word && !counted && spaces >= 3) {
          counted = true;
          if (++lines == 2) {
            return true;
          }
        }
        word = true;
        spaces = 0;
      }
    }
    return false;
  }
}
