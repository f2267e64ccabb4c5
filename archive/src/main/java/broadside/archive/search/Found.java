package broadside.archive.search;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The documents of one page.
 *
 * @param groups in order, copies together
 * @param count documents found in all, at least
 * @param exact true where {@code count} is all of them
 * @param next where the next page begins, or null
 */
record Found(List<Group> groups, long count, boolean exact, @Nullable Cursor next) {

  /**
   * A mail and its copies.
   *
   * @param document the copy that is shown, by its number in all releases
   * @param copies numbers of the others, rising
   */
  record Group(int document, List<Long> copies) {}
}
