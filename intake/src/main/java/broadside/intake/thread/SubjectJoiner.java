package broadside.intake.thread;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Joins by subject what no reference can join: mails without references and with the same subject
 * but for reply prefixes, of which at least one has such a prefix, that share a correspondent and
 * lie within {@link Talk#WINDOW_SECONDS}.
 */
final class SubjectJoiner {
  private static final String FRESH =
      " FROM mail m JOIN mail_thread t ON t.mail = m.id WHERE m.number BETWEEN ?1 AND ?2"
          + " AND m.state = 3 AND m.date IS NOT NULL AND t.subject IS NOT NULL"
          + " AND length(t.ids) = 0 AND length(t.correspondents) > 0";

  /** In the order of the key, so that the table grows page by page. */
  private static final String REMEMBER =
      "INSERT INTO thread_subject SELECT t.subject, m.date, m.id, t.reply"
          + FRESH
          + " ORDER BY 1, 2, 3";

  /** The subjects of a release, with the time around its mails, where there is a reply. */
  private static final String SUBJECTS =
      "SELECT subject, low, high FROM (SELECT t.subject AS subject, min(m.date) - ?3 AS low,"
          + " max(m.date) + ?3 AS high"
          + FRESH
          + " GROUP BY t.subject) f WHERE (SELECT max(s.reply) = 1 AND count(*) > 1"
          + " FROM thread_subject s WHERE s.subject = f.subject AND s.date BETWEEN f.low AND f.high)"
          + " ORDER BY subject";

  private static final String MAILS =
      "SELECT s.date, s.reply, t.thread, t.correspondents FROM thread_subject s"
          + " JOIN mail_thread t ON t.mail = s.mail"
          + " WHERE s.subject = ? AND s.date BETWEEN ? AND ? ORDER BY s.date, s.mail";

  private SubjectJoiner() {}

  /** Joins the published mails with these numbers with each other and with earlier ones. */
  static void join(Connection connection, ThreadForest forest, long first, long last)
      throws SQLException {
    try (PreparedStatement remember = connection.prepareStatement(REMEMBER);
        PreparedStatement subjects = connection.prepareStatement(SUBJECTS);
        PreparedStatement mails = connection.prepareStatement(MAILS)) {
      remember.setLong(1, first);
      remember.setLong(2, last);
      remember.executeUpdate();
      subjects.setLong(1, first);
      subjects.setLong(2, last);
      subjects.setLong(3, Talk.WINDOW_SECONDS);
      ResultSet r = subjects.executeQuery();
      while (r.next()) {
        mails.setLong(1, r.getLong(1));
        mails.setLong(2, r.getLong(2));
        mails.setLong(3, r.getLong(3));
        joinOne(mails, forest);
      }
    }
  }

  private static void joinOne(PreparedStatement mails, ThreadForest forest) throws SQLException {
    Talk talk = new Talk(forest::joinBySubject);
    try (ResultSet r = mails.executeQuery()) {
      while (r.next()) {
        talk.add(r.getLong(1), r.getBoolean(2), r.getLong(3), ThreadJoiner.keys(r.getBytes(4)));
      }
    }
  }
}
