package broadside.mail.text;

import broadside.mail.message.BodyText;
import java.util.Arrays;

/**
 * The lines of a body, joined where they were flowed, each with its quote depth and the place of
 * its content behind the quote marks.
 */
final class Lines {
  private static final String ATTRIBUTION_END = ":：";

  private final String text;
  private final boolean flowed;
  private int[] from = new int[64];
  private int[] to = new int[64];
  private int[] depth = new int[64];
  private int size;
  private boolean rareMarks;
  private int lastMarked = -1;

  private Lines(String text, boolean flowed) {
    this.text = text;
    this.flowed = flowed;
  }

  static Lines of(BodyText body) {
    Lines lines = new Lines(body.text(), body.flowed());
    int start = 0;
    int length = lines.text.length();
    while (start < length) {
      int end = lines.text.indexOf('\n', start);
      end = end < 0 ? length : end;
      lines.add(start, end);
      start = end + 1;
    }
    if (lines.flowed) {
      lines = lines.joined(body.delSp());
    } else if (lines.rareMarks) {
      lines.markRareQuotes();
    }
    lines.repairMarks();
    return lines;
  }

  int size() {
    return size;
  }

  /** Quote marks before the line; 0 beyond the last line. */
  int depth(int line) {
    return line < size ? depth[line] : 0;
  }

  /** The last line with a quote mark, or -1. */
  int lastMarked() {
    return lastMarked;
  }

  /** The lines from start to end without their quote marks, LF between them. */
  String content(int start, int end) {
    if (depth[start] == 0 && depth[end - 1] == 0) {
      return text.substring(from[start], to[end - 1]);
    }
    StringBuilder content = new StringBuilder(to[end - 1] - from[start]);
    for (int i = start; i < end; i++) {
      content.append(i == start ? "" : "\n").append(text, from[i], to[i]);
    }
    return content.toString();
  }

  int from(int line) {
    return from[line];
  }

  int to(int line) {
    return to[line];
  }

  String text() {
    return text;
  }

  /** True where the line has nothing to see behind its quote marks. */
  boolean blank(int line) {
    return skipSpace(line) == to[line];
  }

  /** The first place of the line that is not white space, or its end. */
  int skipSpace(int line) {
    int at = from[line];
    while (at < to[line] && isSpace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /** The end of the line without trailing white space. */
  int trimmedEnd(int line) {
    int at = to[line];
    while (at > from[line] && isSpace(text.charAt(at - 1))) {
      at--;
    }
    return at;
  }

  /** The first character that is not white space, or NUL on a blank line. */
  char firstChar(int line) {
    int at = skipSpace(line);
    return at < to[line] ? text.charAt(at) : '\0';
  }

  /** True where the line, without trailing white space, ends with a colon of any script. */
  boolean endsWithColon(int line) {
    int end = trimmedEnd(line);
    return end > from[line] && ATTRIBUTION_END.indexOf(text.charAt(end - 1)) >= 0;
  }

  String trimmed(int line) {
    int start = skipSpace(line);
    return text.substring(start, Math.max(start, trimmedEnd(line)));
  }

  private void unmark(int line) {
    while (from[line] > 0 && text.charAt(from[line] - 1) != '\n') {
      from[line]--;
    }
    depth[line] = 0;
  }

  private static boolean isSpace(char c) {
    return c <= ' ' || c == '\u00a0' || c == '\u3000' || c == '\ufeff';
  }

  private void add(int start, int end) {
    int at = start;
    int marks = 0;
    if (!flowed && at + 1 < end && text.charAt(at) == ' ' && text.charAt(at + 1) == '>') {
      at++;
    }
    while (at < end) {
      char c = text.charAt(at);
      if (c == '>') {
        marks++;
      } else if (c != ' ' || marks == 0 || at + 1 >= end || text.charAt(at + 1) != '>') {
        break;
      }
      at++;
    }
    // One space belongs to the marks, or is RFC 3676 §4.4 stuffing.
    if (at < end && (marks > 0 || flowed) && text.charAt(at) == ' ') {
      at++;
    }
    rareMarks |= marks == 0 && rareMark(start, end) > 0;
    append(at, end, marks);
  }

  private void append(int start, int end, int marks) {
    if (size == from.length) {
      int larger = size * 2;
      from = Arrays.copyOf(from, larger);
      to = Arrays.copyOf(to, larger);
      depth = Arrays.copyOf(depth, larger);
    }
    from[size] = start;
    to[size] = end;
    depth[size] = marks;
    size++;
  }

  /** RFC 3676 §4: a line that ends in a space goes on in the next one of the same depth. */
  private Lines joined(boolean delSp) {
    StringBuilder all = new StringBuilder(text.length());
    int[] starts = new int[size];
    int[] ends = new int[size];
    int[] depths = new int[size];
    int count = 0;
    int start = 0;
    for (int i = 0; i < size; i++) {
      boolean soft =
          to[i] > from[i]
              && text.charAt(to[i] - 1) == ' '
              && !isSignatureSeparator(i)
              && i + 1 < size
              && depth[i + 1] == depth[i]
              && !isSignatureSeparator(i + 1);
      all.append(text, from[i], soft && delSp ? to[i] - 1 : to[i]);
      if (!soft) {
        starts[count] = start;
        ends[count] = all.length();
        depths[count] = depth[i];
        count++;
        start = all.append('\n').length();
      }
    }
    Lines lines = new Lines(all.toString(), true);
    lines.from = starts;
    lines.to = ends;
    lines.depth = depths;
    lines.size = count;
    return lines;
  }

  /** True for the line "-- " (RFC 3676 §4.3). */
  boolean isSignatureSeparator(int line) {
    return to[line] - from[line] == 3 && text.startsWith("-- ", from[line]);
  }

  /**
   * Undoes marks that no person set, which then stay to be seen: that of a lone ">From ", which an
   * mbox writer set, and that of "> wrote:", where a mail program wrapped the end of an address.
   * Marks the words that a mail program wrapped out of a quoted line without a mark of their own.
   */
  private void repairMarks() {
    for (int i = 0; i < size; i++) {
      int before = i == 0 ? 0 : depth[i - 1];
      if (depth[i] == 1 && before == 0 && (isMboxQuoted(i) || (i > 0 && isWrappedAddress(i)))) {
        unmark(i);
      } else if (depth[i] == 0 && before > 0 && depth(i + 1) == before && isWrappedWords(i)) {
        depth[i] = before;
      }
      lastMarked = depth[i] > 0 ? i : lastMarked;
    }
  }

  /** A line as long as one gets, no end of a sentence, then a few words that did not fit. */
  private boolean isWrappedWords(int line) {
    int length = to[line] - from[line];
    int before = to[line - 1] - from[line - 1] + 2 * depth[line - 1];
    int word = text.indexOf(' ', from[line], to[line]);
    word = (word < 0 ? to[line] : word) - from[line];
    int end = trimmedEnd(line - 1);
    return length > 0
        && length <= 30
        && word > 0
        && before + word >= 70
        && before <= 90
        && ".?!:".indexOf(text.charAt(end - 1)) < 0;
  }

  private boolean isMboxQuoted(int line) {
    return text.startsWith("From ", from[line]) && depth(line + 1) == 0;
  }

  private boolean isWrappedAddress(int line) {
    return to[line] - from[line] <= 12
        && endsWithColon(line)
        && text.indexOf('<', from[line - 1], to[line - 1]) >= 0
        && text.indexOf('>', from[line - 1], to[line - 1]) < 0;
  }

  /** Length of a mark like "| " or "JD> " at the start of the line, or 0. */
  private int rareMark(int start, int end) {
    if (start == end) {
      return 0;
    }
    if (text.charAt(start) == '|') {
      boolean only = end - start == 1 || text.charAt(start + 1) == ' ';
      return only ? Math.min(2, end - start) : 0;
    }
    for (int at = start; at < end && at - start <= 4; at++) {
      char c = text.charAt(at);
      if (c == '>') {
        boolean alone = at + 1 == end || text.charAt(at + 1) == ' ';
        return at - start >= 2 && alone ? at + 1 - start : 0;
      }
      if (c < 'A' || c > 'Z') {
        return 0;
      }
    }
    return 0;
  }

  /**
   * Marks runs of two or more lines with the same rare mark below a line that ends with a colon. A
   * bar is taken away, but not from lines with two bars, which are tables; initials stay as text.
   */
  private void markRareQuotes() {
    boolean colon = false;
    for (int i = 0; i < size; i++) {
      int mark = depth[i] == 0 ? rareMark(from[i], to[i]) : 0;
      if (mark == 0) {
        colon = blank(i) ? colon : endsWithColon(i);
        continue;
      }
      int end = i + 1;
      while (end < size && sameRareMark(i, end, mark)) {
        end++;
      }
      if (colon && end - i >= 2 && !isTable(i, end)) {
        for (int line = i; line < end; line++) {
          depth[line] = 1;
          boolean bar = text.charAt(from[line]) == '|';
          from[line] = bar ? Math.min(from[line] + 2, to[line]) : from[line];
        }
      }
      i = end - 1;
      colon = false;
    }
  }

  private boolean sameRareMark(int first, int line, int mark) {
    return depth[line] == 0
        && rareMark(from[line], to[line]) > 0
        && text.regionMatches(from[first], text, from[line], Math.max(1, mark - 1));
  }

  private boolean isTable(int start, int end) {
    for (int i = start; i < end; i++) {
      if (text.charAt(from[i]) == '|' && text.substring(from[i] + 1, to[i]).indexOf('|') >= 0) {
        return true;
      }
    }
    return false;
  }
}
