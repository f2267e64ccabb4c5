package broadside.archive.search;

import broadside.archive.query.ParsedQuery;
import org.jspecify.annotations.Nullable;

/**
 * One page of a search.
 *
 * @param query what is searched
 * @param order in which order
 * @param hits how many; at most {@link SearchLimits#hits}
 * @param cursor {@link SearchPage#next} of the page before, or null for the first; one that was not
 *     made by the same order is passed over
 */
public record SearchRequest(ParsedQuery query, Order order, int hits, @Nullable String cursor) {}
