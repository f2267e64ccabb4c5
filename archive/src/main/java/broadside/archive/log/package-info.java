/**
 * The transparency log in a publication's public directory: reading it, and appending to it so that
 * a stop at any moment leaves a log that verifies.
 *
 * <p>The entry types are {@link broadside.archive.log.LogDirectory} and {@link
 * broadside.archive.log.LogWriter}. Invariant: a file of the log never changes, but for {@code
 * checkpoint}, which is replaced at once and last.
 */
@NullMarked
package broadside.archive.log;

import org.jspecify.annotations.NullMarked;
