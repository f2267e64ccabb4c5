/**
 * The public directory as a reader's program sees it.
 *
 * <p>The entry type is {@link broadside.archive.Publication}. Invariant: nothing in this module
 * knows of the private directory.
 */
@NullMarked
package broadside.archive;

import org.jspecify.annotations.NullMarked;
