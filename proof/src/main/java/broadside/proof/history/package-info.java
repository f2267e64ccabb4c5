/**
 * What the entries of a publication's log add up to: its policies, releases, what is sealed,
 * withdrawals and corrections, and what is void.
 *
 * <p>The entry type is {@link broadside.proof.history.History}. Invariant: everybody who reads the
 * same entries comes to the same history, whatever the order in which he got them.
 *
 * <p>Entry 0 puts version 1 of the policy in force. Each later entry is judged in order: it is
 * <em>void</em> if it is no statement, of another publication, under another version than the one
 * in force at its place, signed by fewer than its threshold, or does not follow what came before
 * it; a void entry takes no number and is listed with its reason. Of two claims on a number the
 * earlier one counts. The rules of each type: {@code docs/formats/log.md} and {@code statement.md}.
 */
@NullMarked
package broadside.proof.history;

import org.jspecify.annotations.NullMarked;
