/**
 * What all signed texts have in common: lines, numbers, hashes, times and base64, each in the one
 * encoding that is accepted.
 *
 * <p>The entry type is {@link broadside.proof.text.SignedText}. Invariant: whatever is accepted
 * prints to itself; everything else is refused with {@link broadside.proof.text.FormatException}.
 *
 * <pre>
 * number = a decimal without leading zeros      hash = 64 lower-case hex digits
 * time   = 2026-01-31T12:00:00Z                 base64 = RFC 4648 §4, padded, no stray bits
 * </pre>
 *
 * <p>Texts are UTF-8 without a byte below 0x20 but LF, and end with LF.
 */
@NullMarked
package broadside.proof.text;

import org.jspecify.annotations.NullMarked;
