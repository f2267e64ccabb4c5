/**
 * What the entries of a publication's log add up to: its policies, releases, what is sealed,
 * withdrawals and corrections, and what is void.
 *
 * <p>The entry type is {@link broadside.proof.history.History}. Invariant: everybody who reads the
 * same entries comes to the same history, whatever the order in which he got them.
 */
@NullMarked
package broadside.proof.history;

import org.jspecify.annotations.NullMarked;
