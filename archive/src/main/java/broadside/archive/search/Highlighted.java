package broadside.archive.search;

import java.util.List;

/**
 * Plain text with the places to highlight.
 *
 * @param text not escaped for anything
 * @param marks rising, not touching each other
 */
public record Highlighted(String text, List<Mark> marks) {
  static final Highlighted EMPTY = new Highlighted("", List.of());

  public Highlighted {
    marks = List.copyOf(marks);
  }

  /** The characters from {@code start} to before {@code end}. */
  public record Mark(int start, int end) {}
}
