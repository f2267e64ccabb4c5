/**
 * Intake: from a source's mails to segments and ledger.
 *
 * <p>The entry type is {@link broadside.intake.add.Intake}. Invariant: ids follow the order of the
 * source, whatever the number of threads; what is committed is whole, and running again goes on
 * from there.
 */
@NullMarked
package broadside.intake.add;

import org.jspecify.annotations.NullMarked;
