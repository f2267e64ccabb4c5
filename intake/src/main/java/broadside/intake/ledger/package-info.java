/**
 * The ledger: the only mutable state of a publication, an SQLite database. What was added, where it
 * came from, what became of it, and why.
 *
 * <p>The entry type is {@link broadside.intake.ledger.Ledger}. Invariant: for every source,
 * expected = released + waiting + held + withheld + duplicate + refused, and what is committed is
 * on disk. The packages of {@code intake} may import it; nothing outside the module but the
 * commands does.
 */
@NullMarked
package broadside.intake.ledger;

import org.jspecify.annotations.NullMarked;
