/**
 * JSON out, for programs: of commands and of the site.
 *
 * <p>The entry type is {@link broadside.archive.json.Json}. Invariant: what is printed is one line.
 */
@NullMarked
package broadside.archive.json;

import org.jspecify.annotations.NullMarked;
