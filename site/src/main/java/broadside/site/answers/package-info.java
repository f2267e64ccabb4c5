/**
 * From a route to its reply: what the archive holds, put into page records.
 *
 * <p>The entry type is {@link broadside.site.answers.Answers}. Invariant: a reply is a pure
 * function of the route, of what lies in the public directory, and of whether an hour has come.
 */
@NullMarked
package broadside.site.answers;

import org.jspecify.annotations.NullMarked;
