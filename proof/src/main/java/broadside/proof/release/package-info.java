/**
 * The signed parts of a release: manifest lines, the list of files, and the statement's text.
 *
 * <p>Invariant: {@code parse} accepts exactly what {@code print} makes; anything else is refused
 * with {@link broadside.proof.text.FormatException}.
 */
@NullMarked
package broadside.proof.release;

import org.jspecify.annotations.NullMarked;
