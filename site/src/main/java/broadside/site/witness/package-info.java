/**
 * The witness's own listener: one address to post to, nothing to read.
 *
 * <p>The entry type is {@link broadside.site.witness.WitnessServer}. Invariant: no request can make
 * it keep more than 64 KiB, and none is answered for a log that it does not know.
 */
@NullMarked
package broadside.site.witness;

import org.jspecify.annotations.NullMarked;
