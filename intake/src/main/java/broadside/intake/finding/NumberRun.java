package broadside.intake.finding;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;

/**
 * Digits in groups that separators keep apart, as people write long numbers.
 *
 * @param text where it stands
 * @param start place of its first digit
 * @param end place behind its last
 * @param digits its digits alone
 * @param shape the lengths of its groups, as in "4-4-4-4"
 */
record NumberRun(String text, int start, int end, String digits, String shape) {
  /** No number we know is longer; what is longer is a table or a key. */
  private static final int MAX_DIGITS = 24;

  /** What people write on one line: a number, its date, another; more is a table. */
  private static final int MAX_GROUPS = 8;

  /** The run that starts at {@code start}, a digit that no digit stands before. */
  static NumberRun at(String text, int start) {
    return read(text, start, false);
  }

  /** The same, going on over a few blanks between groups and over the end of one line. */
  static NumberRun wide(String text, int start) {
    return read(text, start, true);
  }

  private static NumberRun read(String text, int start, boolean wide) {
    StringBuilder digits = new StringBuilder(MAX_DIGITS);
    StringBuilder shape = new StringBuilder();
    int group = 0;
    int at = start;
    int end = start;
    char separator = '\0';
    boolean wrapped = false;
    int groups = 1;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (isDigit(c)) {
        if (digits.length() < MAX_DIGITS) {
          digits.append(c);
        }
        group++;
        at++;
        end = at;
        continue;
      }
      boolean same = separator == '\0' || separator == c || digits.length() <= 9;
      int next = at + 1;
      if (isSeparator(c) && same && isDigit(text, next)) {
        separator = c;
      } else {
        next = wide ? Gap.end(text, at) : at;
        boolean line = text.substring(at, next).indexOf('\n') >= 0;
        if (next == at || !isDigit(text, next) || (line && wrapped)) {
          break;
        }
        wrapped |= line;
      }
      if (wide && ++groups > MAX_GROUPS + 1) {
        break; // of a table there is no end
      }
      shape.append(group).append('-');
      group = 0;
      at = next;
    }
    return new NumberRun(text, start, end, digits.toString(), shape.append(group).toString());
  }

  /** The runs of neighbouring groups within this one, the longest first; none of a table's row. */
  List<NumberRun> within() {
    List<NumberRun> groups = groups();
    List<NumberRun> within = new ArrayList<>();
    if (groups.size() > MAX_GROUPS) {
      return within;
    }
    for (int count = groups.size() - 1; count > 0; count--) {
      for (int from = 0; from + count <= groups.size(); from++) {
        within.add(joined(groups.subList(from, from + count)));
      }
    }
    return within;
  }

  private List<NumberRun> groups() {
    List<NumberRun> groups = new ArrayList<>();
    int from = start;
    for (int i = start; i <= end && groups.size() <= MAX_GROUPS; i++) {
      if (i == end || !isDigit(text.charAt(i))) {
        if (i > from) {
          String digits = text.substring(from, Math.min(i, from + MAX_DIGITS));
          groups.add(new NumberRun(text, from, i, digits, Integer.toString(i - from)));
        }
        from = i + 1;
      }
    }
    return groups;
  }

  private static NumberRun joined(List<NumberRun> groups) {
    NumberRun first = groups.getFirst();
    String digits = groups.stream().map(NumberRun::digits).collect(joining());
    String shape = groups.stream().map(NumberRun::shape).collect(joining("-"));
    return new NumberRun(first.text, first.start, groups.getLast().end, digits, shape);
  }

  boolean isGrouped() {
    return shape.indexOf('-') > 0;
  }

  /**
   * True where letters or signs around make it a part of something longer: a key, a web address.
   */
  boolean isPartOfMore() {
    return isPart(before()) || before() == '<' || isPart(after()) || isWithinAddress();
  }

  char before() {
    return start == 0 ? ' ' : text.charAt(start - 1);
  }

  char after() {
    return end == text.length() ? ' ' : text.charAt(end);
  }

  private static boolean isPart(char c) {
    return Character.isLetterOrDigit(c) || "_@/\\=%&+$~{".indexOf(c) >= 0;
  }

  private boolean isWithinAddress() {
    int at = start;
    int limit = Math.max(0, start - 200);
    while (at > limit && text.charAt(at - 1) > ' ') {
      at--;
    }
    return text.substring(at, start).contains("://") || text.startsWith("www.", at);
  }

  static boolean isSeparator(char c) {
    return c == ' ' || c == '-' || c == '.' || c == '\u00a0';
  }

  static boolean isDigit(String text, int at) {
    return at < text.length() && isDigit(text.charAt(at));
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
