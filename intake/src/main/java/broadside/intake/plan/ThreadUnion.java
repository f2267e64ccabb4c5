package broadside.intake.plan;

import broadside.archive.release.CheckMonitor;
import broadside.intake.thread.ThreadJoiner;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Which of the waiting mails are of one thread: those that bear or name a common id, and whoever is
 * joined to them. Subjects join nothing here.
 *
 * <p>The ids are sorted on disk, so that mails with a common one follow each other. <b>Memory:</b>
 * 4 bytes for each mail.
 */
final class ThreadUnion {
  private static final String IDS =
      "SELECT w.place, t.thread, t.message_id, t.ids, w.bytes FROM temp.plan_mail w"
          + " JOIN mail_thread t ON t.mail = w.mail ORDER BY w.place";

  private final int[] parents;

  private ThreadUnion(int mails) {
    parents = new int[mails];
    for (int place = 0; place < mails; place++) {
      parents[place] = place;
    }
  }

  /**
   * Gives each row of {@code plan_mail} the place of its thread's oldest mail as root.
   *
   * @param monitor is told of the bytes of each mail
   */
  static void join(Connection connection, int mails, CheckMonitor monitor)
      throws SQLException, IOException {
    ThreadUnion union = new ThreadUnion(mails);
    try (Statement s = connection.createStatement()) {
      s.executeUpdate("CREATE TEMP TABLE plan_id (id INTEGER NOT NULL, place INTEGER NOT NULL)");
      collect(connection, monitor);
      try (ResultSet r = s.executeQuery("SELECT id, place FROM temp.plan_id ORDER BY id, place")) {
        union.join(r);
      }
      s.executeUpdate("DROP TABLE temp.plan_id");
    }
    try (PreparedStatement s =
        connection.prepareStatement("UPDATE temp.plan_mail SET root = ? WHERE place = ?")) {
      for (int place = 0; place < mails; place++) {
        monitor.checkCancelled();
        int root = union.root(place);
        if (root != place) {
          s.setInt(1, root);
          s.setInt(2, place);
          s.executeUpdate();
        }
      }
    }
  }

  private static void collect(Connection connection, CheckMonitor monitor)
      throws SQLException, IOException {
    try (PreparedStatement all = connection.prepareStatement(IDS);
        PreparedStatement add =
            connection.prepareStatement("INSERT INTO temp.plan_id VALUES (?, ?)");
        ResultSet r = all.executeQuery()) {
      while (r.next()) {
        monitor.checkCancelled();
        add.setInt(2, r.getInt(1));
        long thread = r.getLong(2);
        add(add, thread);
        long own = r.getLong(3);
        if (!r.wasNull() && own != thread) {
          add(add, own);
        }
        for (long id : ThreadJoiner.keys(r.getBytes(4))) {
          if (id != thread) {
            add(add, id);
          }
        }
        monitor.progress(r.getLong(5));
      }
    }
  }

  private static void add(PreparedStatement add, long id) throws SQLException {
    add.setLong(1, id);
    add.executeUpdate();
  }

  private void join(ResultSet ids) throws SQLException {
    boolean isFirst = true;
    long before = 0;
    int place = 0;
    while (ids.next()) {
      long id = ids.getLong(1);
      if (!isFirst && id == before) {
        join(place, ids.getInt(2));
      }
      isFirst = false;
      before = id;
      place = ids.getInt(2);
    }
  }

  /** The older one becomes the root. */
  private void join(int one, int other) {
    int a = root(one);
    int b = root(other);
    parents[Math.max(a, b)] = Math.min(a, b);
  }

  private int root(int place) {
    int at = place;
    while (parents[at] != at) {
      parents[at] = parents[parents[at]];
      at = parents[at];
    }
    return at;
  }
}
