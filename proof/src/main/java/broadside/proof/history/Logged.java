package broadside.proof.history;

import broadside.proof.note.SignedNote;
import broadside.proof.statement.Statement;

/**
 * A valid statement and where it stands in the log.
 *
 * @param index of its entry
 * @param statement what it says
 * @param note the entry
 */
public record Logged<S extends Statement>(long index, S statement, SignedNote note) {}
