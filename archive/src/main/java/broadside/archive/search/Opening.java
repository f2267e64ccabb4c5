package broadside.archive.search;

/** Finds where a mail's own words begin. */
final class Opening {
  private Opening() {}

  /** The first line that is neither empty nor quoted; 0 where there is none. */
  static int of(String text) {
    int line = 0;
    while (line < text.length()) {
      int at = line;
      while (at < text.length() && text.charAt(at) == ' ') {
        at++;
      }
      if (at < text.length() && text.charAt(at) != '>' && text.charAt(at) != '\n') {
        return at;
      }
      int end = text.indexOf('\n', at);
      line = end < 0 ? text.length() : end + 1;
    }
    return 0;
  }
}
