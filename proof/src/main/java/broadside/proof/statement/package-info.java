/**
 * What editors and custodians sign: the statements that are the log's entries.
 *
 * <p>The entry type is {@link broadside.proof.statement.SignedStatement}. Invariant: {@code parse}
 * accepts exactly what {@code print} makes.
 */
@NullMarked
package broadside.proof.statement;

import org.jspecify.annotations.NullMarked;
