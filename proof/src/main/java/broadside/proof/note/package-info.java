/**
 * Signed notes (C2SP signed-note) and the Ed25519 keys that sign and check them.
 *
 * <p>The entry types are {@link broadside.proof.note.SignedNote} and {@link
 * broadside.proof.note.VerifierKey}. Invariant: a note that parses prints to the same bytes; a key
 * that parses is a point of the curve that is safe to check signatures with.
 */
@NullMarked
package broadside.proof.note;

import org.jspecify.annotations.NullMarked;
