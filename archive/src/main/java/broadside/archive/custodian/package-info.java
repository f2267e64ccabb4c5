/**
 * A custodian's side of sealed releases: the directory on its own machine, what it is asked for,
 * the receipt, the share when its turn has come, and sending both to whoever takes notes.
 *
 * <p>The entry types are {@link broadside.archive.custodian.CustodianDirectory} and {@link
 * broadside.archive.custodian.Custodian}. Invariant: no share is signed before {@link
 * broadside.proof.history.History#turn} says so, and none that its verifiers refuse; a share is in
 * memory while it is checked or signed, and on disk only once it is public.
 */
@NullMarked
package broadside.archive.custodian;

import org.jspecify.annotations.NullMarked;
