/**
 * The private directory of a publication: what it is made of, its settings, its lock.
 *
 * <p>The entry type is {@link broadside.intake.PrivateDirectory}. Invariant: one process at a time
 * writes to a publication, and nothing in it names a path outside of it. The other packages of
 * {@code intake} import this one; it imports the ledger and the segments.
 */
@NullMarked
package broadside.intake;

import org.jspecify.annotations.NullMarked;
