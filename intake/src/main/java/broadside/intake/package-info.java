/** The private directory: sources, ledger, held mail, choosing, releasing. */
@NullMarked
package broadside.intake;

import org.jspecify.annotations.NullMarked;
