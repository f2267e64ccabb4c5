/**
 * From a query to hits: the translation to Lucene, ranking, snippets, cursors, limits.
 *
 * <p>The entry type is {@link broadside.archive.search.Searcher}. Invariant: every search ends
 * within its limits and says so where it was cut short.
 */
@NullMarked
package broadside.archive.search;

import org.jspecify.annotations.NullMarked;
