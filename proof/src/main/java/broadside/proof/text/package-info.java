/**
 * What all signed texts have in common: lines, numbers, hashes, times and base64, each in the one
 * encoding that is accepted.
 *
 * <p>The entry type is {@link broadside.proof.text.SignedText}. Invariant: whatever is accepted
 * prints to itself; everything else is refused with {@link broadside.proof.text.FormatException}.
 */
@NullMarked
package broadside.proof.text;

import org.jspecify.annotations.NullMarked;
