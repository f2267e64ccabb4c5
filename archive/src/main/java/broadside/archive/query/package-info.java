/**
 * The query language: grammar, tree, and printing in words.
 *
 * <p>The entry type is {@link broadside.archive.query.QueryParser}. JDK only. Invariant: every
 * string is a query; what was not understood is searched as text and said in a notice.
 */
@NullMarked
package broadside.archive.query;

import org.jspecify.annotations.NullMarked;
