package broadside.intake.plan;

import broadside.archive.release.CheckMonitor;
import broadside.intake.ledger.Ledger;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what waits into parts, in the ledger's transaction.
 *
 * <p>Mails and threads pass by in tables of the database that are gone afterwards. <b>Memory:</b>
 * that of {@link ThreadUnion}, and a few bytes for each part.
 */
final class Cutter {
  /** In the order of releases; the same mails as those that a release of all would number. */
  private static final String WAITING =
      "INSERT INTO temp.plan_mail SELECT place, id, place, date, CASE state WHEN 0 THEN bytes ELSE 0 END"
          + " FROM (SELECT row_number() OVER (ORDER BY date IS NULL, date, hash) - 1 AS place,"
          + " id, date, state, bytes FROM mail WHERE state IN (0, 2) AND number IS NULL)";

  private static final String THREADS =
      "SELECT m.root, count(*), sum(m.bytes), f.date FROM temp.plan_mail m"
          + " JOIN temp.plan_mail f ON f.place = m.root GROUP BY m.root ORDER BY m.root";

  private final Ledger ledger;
  private final Connection connection;
  private final CheckMonitor monitor;

  private Cutter(Ledger ledger, Connection connection, CheckMonitor monitor) {
    this.ledger = ledger;
    this.connection = connection;
    this.monitor = monitor;
  }

  /**
   * What was cut.
   *
   * @param parts 0 where nothing waits; more than {@link Cut#MOST_PARTS} where there would be too
   *     many: then nothing was planned
   * @param threads that the mails are of; mails where threads are torn
   */
  record Result(int parts, int threads) {}

  static Result cut(Ledger ledger, Cut cut, boolean tear, Schedule schedule, CheckMonitor monitor)
      throws IOException {
    return ledger.with(
        connection -> new Cutter(ledger, connection, monitor).cut(cut, tear, schedule));
  }

  private Result cut(Cut cut, boolean tear, Schedule schedule) throws SQLException, IOException {
    execute("DROP TABLE IF EXISTS temp.plan_mail");
    execute(
        "CREATE TEMP TABLE plan_mail (place INTEGER PRIMARY KEY, mail INTEGER NOT NULL,"
            + " root INTEGER NOT NULL, date INTEGER, bytes INTEGER NOT NULL)");
    execute(WAITING);
    int mails = Math.toIntExact(number("SELECT count(*) FROM temp.plan_mail"));
    if (!tear) {
      monitor.expect(number("SELECT total(bytes) FROM temp.plan_mail"));
      ThreadUnion.join(connection, mails, monitor);
    }
    execute("CREATE INDEX temp.plan_root ON plan_mail (root, bytes, mail)");
    int threads = Math.toIntExact(number("SELECT count(*) FROM temp.plan_mail WHERE root = place"));
    List<Integer> roots = divide(Divider.of(cut, threads, mails, schedule.zone()));
    if (roots.size() <= Cut.MOST_PARTS) {
      write(roots, schedule);
    }
    execute("DROP TABLE temp.plan_mail");
    return new Result(roots.size(), threads);
  }

  /** The first root of each part. */
  private List<Integer> divide(Divider divider) throws SQLException {
    List<Integer> roots = new ArrayList<>();
    try (PreparedStatement s = connection.prepareStatement(THREADS);
        ResultSet r = s.executeQuery()) {
      while (r.next() && roots.size() <= Cut.MOST_PARTS) {
        int root = r.getInt(1);
        boolean begins =
            divider.beginsWith(new WaitingThread(root, r.getLong(2), r.getLong(3), date(r)));
        if (begins || roots.isEmpty()) {
          roots.add(root);
        }
      }
    }
    return roots;
  }

  private static @Nullable Instant date(ResultSet r) throws SQLException {
    long seconds = r.getLong(4);
    return r.wasNull() ? null : Instant.ofEpochSecond(seconds);
  }

  private void write(List<Integer> roots, Schedule schedule) throws SQLException, IOException {
    ZoneId zone = schedule.zone();
    ledger.parts().begin(zone);
    try (PreparedStatement s =
        connection.prepareStatement(
            "INSERT INTO planned SELECT mail, ?1 FROM temp.plan_mail"
                + " WHERE root >= ?2 AND root < ?3")) {
      for (int i = 0; i < roots.size(); i++) {
        monitor.checkCancelled();
        int position = i + 1;
        ledger.parts().add(position, schedule.time(i).toInstant(), "");
        s.setInt(1, position);
        s.setInt(2, roots.get(i));
        s.setInt(3, position < roots.size() ? roots.get(position) : Integer.MAX_VALUE);
        s.executeUpdate();
      }
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement s = connection.createStatement()) {
      s.executeUpdate(sql);
    }
  }

  private long number(String sql) throws SQLException {
    try (Statement s = connection.createStatement();
        ResultSet r = s.executeQuery(sql)) {
      return r.getLong(1);
    }
  }
}
