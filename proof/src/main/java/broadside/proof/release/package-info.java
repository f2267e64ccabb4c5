/**
 * The signed parts of a release: manifest lines, the list of files, and the statement's text.
 *
 * <p>Invariant: {@code parse} accepts exactly what {@code print} makes; anything else is refused
 * with {@link broadside.proof.text.FormatException}.
 *
 * <pre>
 * manifest   = for each number one line of JSON; line i is leaf i of the release's tree
 * commitment = H("broadside/v1 mail" LF, salt of 32 bytes, mail)
 * SHA256SUMS = for each file "# " size " " name LF hash "  " name LF, in the order of the names
 * </pre>
 *
 * <p>Keys stand in one order, once, without spaces; numbers have no leading zeros. A published line
 * commits to the mail's bytes, a withheld one to what is not shown. The grammar: {@code
 * docs/formats/manifest.md}; the directory: {@code docs/formats/release.md}.
 */
@NullMarked
package broadside.proof.release;

import org.jspecify.annotations.NullMarked;
