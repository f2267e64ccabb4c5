package broadside.archive.search;

import broadside.archive.query.Notice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a {@link SearchRequest}.
 *
 * @param hits in order; copies of one mail are one hit
 * @param count how many numbers were found, copies counted each
 * @param exact true where {@code count} is all; false where there are more
 * @param order the order they are in
 * @param next the cursor of the next page, or null where this is the last
 * @param cut true where the time was up: there may be other hits, in other places
 * @param unread true where the text of a hit could not be read now, so that it has no snippet
 * @param notices what to tell the person, the query's own notices included
 */
public record SearchPage(
    List<Hit> hits,
    long count,
    boolean exact,
    Order order,
    @Nullable String next,
    boolean cut,
    boolean unread,
    List<Notice> notices) {
  public SearchPage {
    hits = List.copyOf(hits);
    notices = List.copyOf(notices);
  }

  /** True where another try would give the same. */
  public boolean isWhole() {
    return !cut && !unread;
  }

  /** True where the query costs too much, so that nothing was searched. */
  public boolean isRefused() {
    return notices.stream().anyMatch(notice -> notice.kind() == Notice.Kind.REFUSED);
  }
}
