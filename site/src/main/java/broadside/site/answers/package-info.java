/**
 * From a route to its reply: what the archive holds, put into page records.
 *
 * <p>The entry type is {@link broadside.site.answers.Answers}. Invariant: a reply is a pure
 * function of the route and of what is published.
 */
@NullMarked
package broadside.site.answers;

import org.jspecify.annotations.NullMarked;
