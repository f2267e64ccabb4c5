package broadside.cli;

import broadside.proof.text.SignedText;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Anybody's text as a terminal may be shown it. What controls the terminal or turns the order of
 * characters round would let a stranger write over what this program says of him.
 */
final class Printable {
  /** Characters of a line at most: the longest text to be read whole is a correction's. */
  private static final int LINE = 1 << 14;

  /** Characters of a sentence at most that says what went wrong. */
  private static final int SENTENCE = 2_000;

  private Printable() {}

  /**
   * Lines of text: each with what must not be shown as {@code \}uNNNN, and cut where it is long.
   */
  static String lines(String text) {
    if (isPlain(text)) {
      return text;
    }
    return Stream.of(text.split("\n", -1))
        .map(line -> line(line, LINE))
        .collect(Collectors.joining("\n"));
  }

  /** One line, whatever the text holds. */
  static String sentence(String text) {
    return line(text, SENTENCE);
  }

  private static boolean isPlain(String text) {
    return text.length() <= LINE && text.chars().allMatch(c -> (c >= ' ' && c < 0x7f) || c == '\n');
  }

  private static String line(String text, int most) {
    StringBuilder shown = new StringBuilder(Math.min(text.length(), most) + 64);
    for (int at = 0; at < text.length(); ) {
      if (at >= most) {
        return shown
            .append("… (")
            .append(text.length() - at)
            .append(" characters more)")
            .toString();
      }
      int c = text.codePointAt(at);
      if (SignedText.isMisleading(c) && c != '\t') {
        shown.append("\\u%04x".formatted(c));
      } else {
        shown.appendCodePoint(c);
      }
      at += Character.charCount(c);
    }
    return shown.toString();
  }
}
