package broadside.intake.ledger;

import java.io.IOException;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The ledger cannot be read or written; the message is a sentence for the operator. */
public final class LedgerException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** Made by a newer program. */
    NEWER_FORMAT,
    /** Made by an older program, where nothing can be written. */
    OLDER_FORMAT,
    /** Not a ledger, or its bytes are wrong. */
    DAMAGED,
    /** No space left. */
    DISK_FULL,
    /** Another process writes to it. */
    BUSY,
    /** The file system refused. */
    IO
  }

  private final Reason reason;

  LedgerException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  /** What an SQLite failure means. */
  public static LedgerException of(SQLException failure) {
    Reason reason =
        switch (SQLiteErrorCode.getErrorCode(failure.getErrorCode() & 0xff)) {
          case SQLITE_FULL -> Reason.DISK_FULL;
          case SQLITE_BUSY, SQLITE_LOCKED -> Reason.BUSY;
          case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_SCHEMA, SQLITE_ERROR -> Reason.DAMAGED;
          default -> isSharedFileFull(failure) ? Reason.DISK_FULL : Reason.IO;
        };
    String sentence =
        switch (reason) {
          case DISK_FULL -> "The disk is full; free some space and run the command again.";
          case BUSY -> "Another process is writing to this publication; wait until it is done.";
          case DAMAGED ->
              "The ledger (private/ledger.db) is damaged; restore the publication from a copy.";
          case IO, NEWER_FORMAT, OLDER_FORMAT ->
              "The ledger (private/ledger.db) cannot be read or written; check disk and rights.";
        };
    LedgerException e = new LedgerException(reason, sentence + " SQLite: " + failure.getMessage());
    e.initCause(failure);
    return e;
  }

  /** True where the file by which processes share the log could not grow, even for reading. */
  private static boolean isSharedFileFull(SQLException failure) {
    return failure instanceof SQLiteException e
        && e.getResultCode() == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE;
  }
}
