package broadside.intake.finding;

import java.util.List;
import java.util.Locale;

/** The words around a place in a text. */
final class Context {
  private Context() {}

  /** True where one of the lower-case words stands at most so many characters before or behind. */
  static boolean holds(
      String text, int start, int end, int before, int behind, List<String> words) {
    return distance(text, start, end, before, behind, words) < Integer.MAX_VALUE;
  }

  /** How far the nearest of the words is away, before or behind; the largest int where none is. */
  static int distance(String text, int start, int end, int before, int behind, List<String> words) {
    int from = Math.max(0, start - before);
    String around =
        text.substring(from, Math.min(text.length(), end + behind)).toLowerCase(Locale.ROOT);
    int nearest = Integer.MAX_VALUE;
    for (String word : words) {
      int at = around.indexOf(word);
      while (at >= 0) {
        if (isBoundary(around, at - 1) && isBoundary(around, at + word.length())) {
          int gap = Math.max(start - from - at - word.length(), at + from - end);
          nearest = Math.min(nearest, Math.max(0, gap));
        }
        at = around.indexOf(word, at + 1);
      }
    }
    return nearest;
  }

  private static boolean isBoundary(String text, int at) {
    return at < 0 || at >= text.length() || !Character.isLetter(text.charAt(at));
  }
}
