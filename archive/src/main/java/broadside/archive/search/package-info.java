/**
 * From a query to hits: the translation to Lucene, ranking, snippets, cursors, limits.
 *
 * <p>The entry type is {@link broadside.archive.search.Searcher}. Invariant: every search ends
 * within its limits and says so where it was cut short.
 *
 * <p>How a publication wires it: it opens one {@link broadside.archive.index.ReleaseIndex} per
 * release and keeps them; {@code Searcher.open(indexes, texts, limits)} joins them. On refresh it
 * opens the indexes of new releases only and puts a new searcher in the place of the old one. Its
 * {@link broadside.archive.search.MailTexts} reads {@code card.range()} of the release's zip,
 * parses, and answers {@code ReadableText.of(message)}.
 */
@NullMarked
package broadside.archive.search;

import org.jspecify.annotations.NullMarked;
