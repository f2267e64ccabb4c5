package broadside.mail.html;

/**
 * Lines of text as HTML lays them out: white space collapses, breaks wait until there is something
 * to break before, quoted lines begin with their marks.
 */
final class TextLines {
  private static final int MAX_BREAKS = 3;
  private static final int MAX_QUOTE = 32;

  private final StringBuilder out = new StringBuilder();
  private int quote;
  private int quoteOfLine;
  private int breaks;
  private String gap = "";
  private boolean lineHasText;
  private boolean afterMark;

  /** A line of nothing but a no-break space is how HTML editors write an empty line. */
  private boolean emptyLine;

  String text() {
    return out.isEmpty() ? "" : out + "\n";
  }

  int length() {
    return out.length();
  }

  /** What was written since the text was {@code start} characters long. */
  String since(int start) {
    return out.substring(Math.min(start, out.length()));
  }

  void quote(int levels) {
    quote += levels;
  }

  /** Words between which any white space is one space. */
  void words(String text) {
    int at = 0;
    int length = text.length();
    while (at < length) {
      if (isSpace(text.charAt(at))) {
        emptyLine |= !lineHasText && text.charAt(at) == '\u00a0';
        gap = lineHasText && gap.isEmpty() && !afterMark ? " " : gap;
        at++;
        continue;
      }
      int end = at + 1;
      while (end < length && !isSpace(text.charAt(end))) {
        end++;
      }
      begin();
      out.append(text, at, end);
      at = end;
    }
  }

  /** Text whose spaces and line ends stay. */
  void preformatted(String text) {
    int at = 0;
    while (at <= text.length()) {
      int end = text.indexOf('\n', at);
      String line = text.substring(at, end < 0 ? text.length() : end).replace("\r", "");
      if (!line.isEmpty()) {
        begin();
        out.append(line);
      }
      if (end < 0) {
        return;
      }
      lineBreak();
      at = end + 1;
    }
  }

  /** The bullet or number of an item, and its indent. */
  void mark(String mark) {
    endLine();
    begin();
    out.append(mark);
    afterMark = true;
  }

  void cell() {
    gap = lineHasText ? "\t" : "";
  }

  void lineBreak() {
    breaks = lineHasText ? 1 : breaks + 1;
    newLine();
  }

  void endLine() {
    if (lineHasText && !afterMark) {
      breaks = 1;
      newLine();
    } else if (emptyLine && breaks > 0) {
      lineBreak();
    }
  }

  void endParagraph() {
    if (!afterMark) {
      breaks = Math.max(breaks, 2);
      newLine();
    }
  }

  private void newLine() {
    lineHasText = false;
    afterMark = false;
    emptyLine = false;
    gap = "";
  }

  private void begin() {
    if (!lineHasText) {
      startLine();
    }
    out.append(gap);
    gap = "";
    lineHasText = true;
    afterMark = false;
    emptyLine = false;
  }

  private void startLine() {
    int level = Math.min(quote, MAX_QUOTE);
    if (!out.isEmpty()) {
      String between = ">".repeat(Math.min(level, quoteOfLine)) + "\n";
      out.append('\n').append(between.repeat(Math.min(breaks, MAX_BREAKS) - 1));
    }
    out.append(">".repeat(level)).append(level > 0 ? " " : "");
    quoteOfLine = level;
    breaks = 0;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\u00a0' || (c <= '\r' && c >= '\t');
  }
}
