/**
 * A release's directory: writing it, reading it, checking it against its own hashes.
 *
 * <p>The entry types are {@link broadside.archive.release.ReleaseWriter} and {@code ReleaseReader}.
 * Invariant: what bears its final name is complete and synced.
 */
@NullMarked
package broadside.archive.release;

import org.jspecify.annotations.NullMarked;
