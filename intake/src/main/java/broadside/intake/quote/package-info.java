/**
 * Which mails quote which.
 *
 * <p>The entry type is {@link broadside.intake.quote.Passages}. A pure function of messages, linear
 * in their text; see docs/decisions/2026-11-23-quotations.md. Imported by intake and review;
 * imports the ledger.
 */
@NullMarked
package broadside.intake.quote;

import org.jspecify.annotations.NullMarked;
