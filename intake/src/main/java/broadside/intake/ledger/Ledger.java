package broadside.intake.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;

/**
 * The open ledger of a publication: one connection, one transaction at a time.
 *
 * <p>Everything written since the last {@link #commit()} is undone by {@link #rollback()}, by
 * {@link #close()} and by the death of the process; what was committed is on disk.
 *
 * <p><b>Threads:</b> one at a time. A second thread opens a ledger of its own; readers never wait.
 * <b>Failures:</b> {@link LedgerException}.
 */
public final class Ledger implements Closeable {
  /** The format that this program writes: the number of migrations in the resources. */
  public static final int FORMAT = 10;

  /** "BRSD", by which an SQLite file is known to be a ledger. */
  private static final int APPLICATION_ID = 0x42525344;

  private final Connection connection;
  private final Sources sources;
  private final Dialects dialects;
  private final Additions additions;
  private final Mails mails;
  private final Quotations quotations;
  private final Decisions decisions;
  private final Statements statements;
  private final Withdrawals withdrawals;
  private final Redactions redactions;
  private final DkimKeys dkimKeys;
  private final Parts parts;
  private final Announcement announcement;
  private final VoidReleases voidReleases;
  private final Erasures erasures;

  private Ledger(Connection connection) throws SQLException {
    this.connection = connection;
    this.sources = new Sources(connection);
    this.dialects = new Dialects(connection);
    this.additions = new Additions(connection);
    this.mails = new Mails(connection);
    this.quotations = new Quotations(connection);
    this.decisions = new Decisions(connection);
    this.statements = new Statements(connection);
    this.withdrawals = new Withdrawals(connection);
    this.redactions = new Redactions(connection);
    this.dkimKeys = new DkimKeys(connection);
    this.parts = new Parts(connection);
    this.announcement = new Announcement(connection);
    this.voidReleases = new VoidReleases(connection);
    this.erasures = new Erasures(connection);
  }

  /** The ledger in {@code file}, created where it is absent, brought to {@link #FORMAT}. */
  public static Ledger open(Path file) throws IOException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.setTransactionMode(TransactionMode.DEFERRED);
    config.setBusyTimeout(10_000);
    config.setCacheSize(-32_768); // KiB; all that one batch of an intake touches
    config.setPragma(SQLiteConfig.Pragma.WAL_AUTOCHECKPOINT, "8000"); // pages of 4 KiB
    config.setGetGeneratedKeys(false); // the driver would ask for the row id after every insert
    config.enforceForeignKeys(false); // 2 µs a mail; check() looks instead
    return call(() -> {
      Connection connection = config.createConnection("jdbc:sqlite:" + file);
      try {
        migrate(connection);
        long _ = Rows.number(connection, "PRAGMA secure_delete = ON"); // it holds what people wrote
        connection.setAutoCommit(false);
        return new Ledger(connection);
      } catch (SQLException | IOException e) {
        connection.close();
        throw e;
      }
    });
  }

  /**
   * The ledger in {@code file}, to be read only: nothing is written beside it, so that it opens in
   * a snapshot, on a medium and for a user that may not write. Another process may be at work on it
   * where the log's files lie beside it; else none may be.
   */
  public static Ledger openReadOnly(Path file) throws IOException {
    Path log = file.resolveSibling(file.getFileName() + "-wal");
    boolean isLogged = Files.exists(log) && Files.size(log) > 0;
    boolean isShared = Files.exists(file.resolveSibling(file.getFileName() + "-shm"));
    if (isLogged && !isShared) {
      throw new LedgerException(
          LedgerException.Reason.IO,
          "The last changes of the ledger lie in private/ledger.db-wal, and it takes a directory that can be written to read them: copy the publication to where you may write, and look at the copy.");
    }
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setTransactionMode(TransactionMode.DEFERRED);
    config.setBusyTimeout(10_000);
    config.setCacheSize(-32_768);
    config.setTempStore(SQLiteConfig.TempStore.MEMORY);
    String address = "jdbc:sqlite:file:" + file.toAbsolutePath().toUri().getRawPath();
    return call(() -> {
      Connection connection = config.createConnection(address + (isLogged ? "" : "?immutable=1"));
      try {
        requireFormat(connection);
        connection.setAutoCommit(false);
        return new Ledger(connection);
      } catch (SQLException | IOException e) {
        connection.close();
        throw e;
      }
    });
  }

  private static void requireFormat(Connection connection) throws SQLException, IOException {
    try (Statement s = connection.createStatement()) {
      requireLedger(s);
      int version = pragma(s, "user_version");
      if (version < FORMAT) {
        throw new LedgerException(
            LedgerException.Reason.OLDER_FORMAT,
            "This publication has format %d; this program reads %d, to which it brings it where it may write: copy the publication to where you may, and look at the copy."
                .formatted(version, FORMAT));
      }
    }
  }

  /** What was added, where it came from, and whether it adds up. */
  public Sources sources() {
    return sources;
  }

  /** As which dialect of mbox files were read. */
  public Dialects dialects() {
    return dialects;
  }

  /** What intake adds. */
  public Additions additions() {
    return additions;
  }

  /** Every mail, once. */
  public Mails mails() {
    return mails;
  }

  /** Which passages mails quote, and which are withheld. */
  public Quotations quotations() {
    return quotations;
  }

  /** What people decided. */
  public Decisions decisions() {
    return decisions;
  }

  /** What editors signed, and the policies under which they did. */
  public Statements statements() {
    return statements;
  }

  /** What was taken back after its release. */
  public Withdrawals withdrawals() {
    return withdrawals;
  }

  /** What is published in the place of mails. */
  public Redactions redactions() {
    return redactions;
  }

  /** The keys of domains, and which of them releases keep. */
  public DkimKeys dkimKeys() {
    return dkimKeys;
  }

  /** The plan of the series. */
  public Parts parts() {
    return parts;
  }

  /** Whether the plan is announced. */
  public Announcement announcement() {
    return announcement;
  }

  /** The mails of sealed releases that are void. */
  public VoidReleases voidReleases() {
    return voidReleases;
  }

  /** The mails whose bytes were erased. */
  public Erasures erasures() {
    return erasures;
  }

  /**
   * Commits, and writes all pages into the database itself, so that nothing older is left beside
   * it.
   *
   * @return false where a reader that is at work kept it from that
   */
  public boolean checkpoint() throws IOException {
    return call(() -> {
      connection.commit();
      connection.setAutoCommit(true);
      try {
        return Rows.number(connection, "PRAGMA wal_checkpoint(TRUNCATE)") == 0;
      } finally {
        connection.setAutoCommit(false);
      }
    });
  }

  /** Makes what was written durable. */
  public void commit() throws IOException {
    run(connection::commit);
  }

  /** Forgets what was written since the last commit. */
  public void rollback() throws IOException {
    run(() -> {
      rollBack();
      additions.readNextId();
    });
  }

  /** A full disk makes SQLite roll back by itself; to ask for it again is an error to it. */
  private void rollBack() throws SQLException {
    try {
      connection.rollback();
    } catch (SQLException e) {
      if (!String.valueOf(e.getMessage()).contains("no transaction is active")) {
        throw e;
      }
    }
  }

  /**
   * What {@code work} returns, run inside the current transaction: for tables that other packages
   * of this module own.
   */
  public <T> T with(SqlWork<T> work) throws IOException {
    return call(() -> work.run(connection));
  }

  /**
   * Looks for damage in the database itself.
   *
   * @return what was found, for a person; empty where all is well
   */
  public List<String> check() throws IOException {
    return call(() -> {
      List<String> found = new ArrayList<>();
      try (Statement s = connection.createStatement()) {
        try (ResultSet r = s.executeQuery("PRAGMA integrity_check(20)")) {
          while (r.next()) {
            if (!r.getString(1).equals("ok")) {
              found.add(r.getString(1));
            }
          }
        }
        try (ResultSet r = s.executeQuery("PRAGMA foreign_key_check")) {
          while (r.next() && found.size() < 20) {
            found.add(
                "%s %d names a missing %s".formatted(r.getString(1), r.getLong(2), r.getString(3)));
          }
        }
      }
      return found;
    });
  }

  /** Rolls back what was not committed. */
  @Override
  public void close() throws IOException {
    run(() -> {
      rollBack();
      connection.close();
    });
  }

  /** Work on the ledger's tables. */
  @FunctionalInterface
  public interface SqlWork<T> {
    T run(Connection connection) throws SQLException, IOException;
  }

  @FunctionalInterface
  interface SqlCall<T> {
    T run() throws SQLException, IOException;
  }

  @FunctionalInterface
  interface SqlRun {
    void run() throws SQLException, IOException;
  }

  static <T> T call(SqlCall<T> work) throws IOException {
    try {
      return work.run();
    } catch (SQLException e) {
      throw LedgerException.of(e);
    }
  }

  static void run(SqlRun work) throws IOException {
    try {
      work.run();
    } catch (SQLException e) {
      throw LedgerException.of(e);
    }
  }

  private static void migrate(Connection connection) throws SQLException, IOException {
    try (Statement s = connection.createStatement()) {
      int version = pragma(s, "user_version");
      boolean fresh =
          version == 0 && pragma(s, "application_id") == 0 && pragma(s, "schema_version") == 0;
      if (!fresh) {
        requireLedger(s);
      }
      for (int next = version + 1; next <= FORMAT; next++) {
        s.executeUpdate("BEGIN IMMEDIATE");
        for (String statement : migration(next).split(";\\s*\n", -1)) {
          s.executeUpdate(statement);
        }
        s.executeUpdate("PRAGMA application_id = " + APPLICATION_ID);
        s.executeUpdate("PRAGMA user_version = " + next);
        s.executeUpdate("COMMIT");
      }
    }
  }

  /** Refuses what is no ledger, or a newer program's. */
  private static void requireLedger(Statement s) throws SQLException, IOException {
    if (pragma(s, "application_id") != APPLICATION_ID) {
      throw new LedgerException(
          LedgerException.Reason.DAMAGED, "private/ledger.db is not a ledger of Broadside.");
    }
    int version = pragma(s, "user_version");
    if (version > FORMAT) {
      throw new LedgerException(
          LedgerException.Reason.NEWER_FORMAT,
          "This publication has format %d, made by a newer Broadside; this one knows formats up to %d. Use the newer program."
              .formatted(version, FORMAT));
    }
  }

  private static int pragma(Statement s, String name) throws SQLException {
    try (ResultSet r = s.executeQuery("PRAGMA " + name)) {
      return r.getInt(1);
    }
  }

  private static String migration(int number) throws IOException {
    String name = String.format(Locale.ROOT, "%03d.sql", number);
    try (InputStream in = Objects.requireNonNull(Ledger.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
