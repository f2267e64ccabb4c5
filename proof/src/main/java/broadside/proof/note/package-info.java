/**
 * Signed notes (C2SP signed-note) and the Ed25519 keys that sign and check them.
 *
 * <p>The entry types are {@link broadside.proof.note.SignedNote} and {@link
 * broadside.proof.note.VerifierKey}. Invariant: a note that parses prints to the same bytes; a key
 * that parses is a point of the curve that is safe to check signatures with.
 *
 * <pre>
 * note      = text LF 1*64( signature LF )         the text ends with LF; at most 128 KiB in all
 * signature = "— " name " " base64                 key id (4 bytes), then what its key has made
 * key       = name "+" hex of the key id "+" base64    type (1 byte), then the public key (32)
 * key id    = the first 4 bytes of H(name, LF, type, public key)
 * </pre>
 *
 * <p>Type 01 is Ed25519 over the text. Type 04, a cosignature, is Ed25519 over {@code
 * cosignature/v1} LF {@code time} and seconds LF and the text, with the time in 8 bytes before it.
 * Lines of unknown keys are ignored; one of a known key that does not hold refuses the note. Public
 * keys count, never lines or names. A key's file, with or without a passphrase, is in {@code
 * docs/formats/note.md}.
 */
@NullMarked
package broadside.proof.note;

import org.jspecify.annotations.NullMarked;
