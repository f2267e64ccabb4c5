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
public record Logged<S extends Statement>(long index, S statement, SignedNote note) {
  /**
   * The file in which the statement lies: the entry, or the text alone where that was sealed, since
   * the signatures are on its seal.
   */
  public byte[] file() {
    return note.text().equals(statement.print()) ? note.encode() : statement.encode();
  }
}
