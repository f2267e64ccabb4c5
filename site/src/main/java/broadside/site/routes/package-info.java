/**
 * The addresses of the site: from a request's path and query to what is asked for, and back.
 *
 * <p>The entry type is {@link broadside.site.routes.Route}. Invariant: two requests for the same
 * thing are equal routes, whatever else stands in their query, so that a route is a cache's key;
 * {@code parse} and {@code path} are inverses. JDK only.
 */
@NullMarked
package broadside.site.routes;

import org.jspecify.annotations.NullMarked;
