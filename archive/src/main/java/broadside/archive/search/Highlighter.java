package broadside.archive.search;

import broadside.archive.index.WordScanner;
import broadside.archive.query.Field;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;
import org.apache.lucene.util.UnicodeUtil;

/**
 * Finds the words of a query in a text and cuts the snippet around them.
 *
 * <p><b>Threads:</b> one.
 */
final class Highlighter {
  /** Characters shown before the first word found. */
  private static final int LEAD = 60;

  private final Patterns patterns;
  private final SearchLimits limits;
  private final WordScanner scanner = WordScanner.forText();

  /** A word of the query at a place of the text; {@code ordinal} counts all words. */
  private record Place(int ordinal, int word, int start, int end) {}

  Highlighter(Patterns patterns, SearchLimits limits) {
    this.patterns = patterns;
    this.limits = limits;
  }

  /** The whole text with its marks. */
  Highlighted subject(String text) {
    return new Highlighted(
        text, joined(marks(places(text, Patterns::inSubject, false), Patterns::inSubject)));
  }

  /** The part of the text that shows most of the query. */
  Highlighted snippet(String whole) {
    String text = whole.length() <= limits.scanned() ? whole : whole.substring(0, limits.scanned());
    List<Highlighted.Mark> marks = marks(places(text, Patterns::inBody, true), Patterns::inBody);
    int first = marks.isEmpty() ? Opening.of(text) : bestWindow(marks);
    int from = marks.isEmpty() ? first : Math.max(0, first - LEAD);
    return SnippetText.cut(text, from, Math.min(text.length(), from + limits.snippet()), marks);
  }

  /** Places of the query's words, up to where one window can show all of them. */
  private List<Place> places(String text, Predicate<Field> where, boolean enough) {
    List<Place> places = new ArrayList<>();
    if (patterns.all().stream().noneMatch(p -> where.test(p.field()))) {
      return places;
    }
    BitSet seen = new BitSet(patterns.words());
    int stop = Integer.MAX_VALUE;
    scanner.reset(text);
    for (int ordinal = 0; scanner.next() && scanner.start() < stop; ordinal++) {
      int word = patterns.word(scanner.term());
      if (word >= 0) {
        places.add(new Place(ordinal, word, scanner.start(), end(text, word)));
        seen.set(word);
        if (enough && stop == Integer.MAX_VALUE && seen.cardinality() == patterns.words()) {
          stop = scanner.start() + limits.snippet();
        }
      }
    }
    return places;
  }

  /**
   * Where the mark of the scanner's word ends: of a pair whose first character is looked for,
   * behind that one, unless the pair is folded to more characters than it has, or to fewer.
   */
  private int end(String text, int word) {
    int prefix = scanner.pair() ? patterns.prefixLength(word) : 0;
    int points = text.codePointCount(scanner.start(), scanner.end());
    boolean aligned = points == UnicodeUtil.codePointCount(scanner.term());
    return prefix == 0 || !aligned
        ? scanner.end()
        : text.offsetByCodePoints(scanner.start(), prefix);
  }

  private List<Highlighted.Mark> marks(List<Place> places, Predicate<Field> where) {
    List<Highlighted.Mark> marks = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      for (Patterns.Pattern pattern : patterns.all()) {
        if (where.test(pattern.field()) && matches(places, i, pattern.words())) {
          int last = i + pattern.words().length - 1;
          marks.add(new Highlighted.Mark(places.get(i).start(), places.get(last).end()));
        }
      }
    }
    return joined(marks);
  }

  private static boolean matches(List<Place> places, int at, int[] words) {
    if (at + words.length > places.size()) {
      return false;
    }
    int ordinal = places.get(at).ordinal();
    for (int i = 0; i < words.length; i++) {
      Place place = places.get(at + i);
      if (place.word() != words[i] || place.ordinal() != ordinal + i) {
        return false;
      }
    }
    return true;
  }

  private static List<Highlighted.Mark> joined(List<Highlighted.Mark> marks) {
    List<Highlighted.Mark> joined = new ArrayList<>();
    for (Highlighted.Mark mark : marks) {
      Highlighted.Mark last = joined.isEmpty() ? null : joined.getLast();
      if (last != null && mark.start() <= last.end()) {
        joined.set(
            joined.size() - 1,
            new Highlighted.Mark(last.start(), Math.max(last.end(), mark.end())));
      } else {
        joined.add(mark);
      }
    }
    return joined;
  }

  /** Where the window with the most marks begins; of equal ones the first. */
  private int bestWindow(List<Highlighted.Mark> marks) {
    int best = 0;
    int most = 0;
    int end = 0;
    for (int i = 0; i < marks.size(); i++) {
      while (end < marks.size()
          && marks.get(end).end() <= marks.get(i).start() + limits.snippet() - LEAD) {
        end++;
      }
      if (end - i > most) {
        most = end - i;
        best = i;
      }
    }
    return marks.get(best).start();
  }
}
