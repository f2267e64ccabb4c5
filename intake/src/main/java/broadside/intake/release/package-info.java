/**
 * The next release: choosing, ordering, numbering, joining threads, writing, publishing.
 *
 * <p>The entry type is {@link broadside.intake.release.Releaser}. Invariant: a release is a pure
 * function of ledger and segments, and becomes visible whole or not at all. Imports the ledger, the
 * segments, threads, and the writers of {@code archive}.
 */
@NullMarked
package broadside.intake.release;

import org.jspecify.annotations.NullMarked;
