/**
 * Copying a publication from others who have it, and trusting none of them.
 *
 * <p>The entry type is {@link broadside.archive.mirror.Mirror}. Invariant: what comes into a
 * mirror's public directory was checked against what the editors signed, in a log that only grew; a
 * reader of the directory sees the old state or the new one. Only {@code cli} may import it.
 */
@NullMarked
package broadside.archive.mirror;

import org.jspecify.annotations.NullMarked;
