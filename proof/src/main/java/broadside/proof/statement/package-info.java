/**
 * What editors and custodians sign: the statements that are the log's entries.
 *
 * <p>The entry type is {@link broadside.proof.statement.SignedStatement}. Invariant: {@code parse}
 * accepts exactly what {@code print} makes.
 *
 * <p>A statement is the text of a note. Its first three lines name its type, {@code broadside/v1
 * release} for one, the publication's identity, and the version of the policy under which it is
 * judged; what follows has one order and one spelling for each type:
 *
 * <pre>
 * release   number, previous, title, messages, published, redacted, withheld, root, files, about, time
 * policy    version, texts, previous, time
 * withdraw  release, sequence, what is taken back and why, files, time
 * correct   the number of a message or release, title, notice, time
 * verdicts  release, list, time
 * continue, sealed, void, hold, receipt, opened
 * </pre>
 *
 * <p>The entry bears signatures of k distinct editors of that version and nothing else, in the
 * order of their key ids; a receipt that of one custodian. Every line: {@code
 * docs/formats/statement.md}.
 */
@NullMarked
package broadside.proof.statement;

import org.jspecify.annotations.NullMarked;
