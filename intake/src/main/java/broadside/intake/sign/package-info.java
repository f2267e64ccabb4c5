/**
 * The keys that lie in the private directory, and the log that they sign.
 *
 * <p>The entry types are {@link broadside.intake.sign.Keys} and {@link
 * broadside.intake.sign.PublicLog}. Invariant: the log's key signs only what the ledger has
 * committed; an editor's key signs only statements.
 */
@NullMarked
package broadside.intake.sign;

import org.jspecify.annotations.NullMarked;
