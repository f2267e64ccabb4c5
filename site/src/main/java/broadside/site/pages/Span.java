package broadside.site.pages;

import java.util.List;

/**
 * A run of text in a list of mails.
 *
 * @param hit true where it is what was searched for
 */
public record Span(String text, boolean hit) {
  /** The text as one run, or no run where it is empty. */
  public static List<Span> plain(String text) {
    return text.isEmpty() ? List.of() : List.of(new Span(text, false));
  }
}
