package broadside.intake.thread;

import broadside.archive.release.ThreadAlias;
import broadside.archive.release.ThreadAlias.Link;
import broadside.intake.ledger.Ledger;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Joins the threads of a release's mails with each other and with those of the releases before.
 *
 * <p>Costs what the release holds: what earlier releases joined lies in the ledger's tables and is
 * looked up, not read through.
 */
public final class ThreadJoiner {
  private static final String MAILS =
      "SELECT t.thread, t.message_id, t.ids FROM mail m JOIN mail_thread t ON t.mail = m.id"
          + " WHERE m.number BETWEEN ? AND ? AND m.state = 3 ORDER BY m.number";

  private ThreadJoiner() {}

  /**
   * Joins the threads of the published mails with these numbers, in the ledger's current
   * transaction.
   *
   * @return how many pairs of keys the release joins
   */
  public static long join(Ledger ledger, int release, long first, long last) throws IOException {
    return ledger.with(connection -> {
      try (ThreadForest forest = new ThreadForest(connection, release)) {
        joinNamed(connection, forest, first, last);
        SubjectJoiner.join(connection, forest, first, last);
        return forest.pairs() + takeOver(connection, release, forest.pairs());
      }
    });
  }

  /**
   * Forgets that a sealed release joined anything, since it is void: the next release tells the
   * pairs in its place.
   */
  public static void forget(Ledger ledger, int release) throws IOException {
    ledger.with(connection -> {
      try (PreparedStatement subjects =
              connection.prepareStatement(
                  "DELETE FROM thread_subject WHERE mail IN (SELECT id FROM mail WHERE release = ?)");
          PreparedStatement pairs =
              connection.prepareStatement(
                  "UPDATE thread_alias SET release = 0, position = position"
                      + " + (SELECT coalesce(max(position), 0) FROM thread_alias WHERE release = 0)"
                      + " WHERE release = ?")) {
        subjects.setInt(1, release);
        pairs.setInt(1, release);
        return subjects.executeUpdate() + pairs.executeUpdate();
      }
    });
  }

  /** Takes over the pairs of releases that became void. */
  private static long takeOver(Connection connection, int release, long after) throws SQLException {
    try (PreparedStatement s =
        connection.prepareStatement(
            "UPDATE thread_alias SET release = ?, position = position + ? WHERE release = 0")) {
      s.setInt(1, release);
      s.setLong(2, after);
      return s.executeLargeUpdate();
    }
  }

  /** Receives the pairs of keys that a release joins. */
  @FunctionalInterface
  public interface AliasVisitor {
    void visit(ThreadAlias alias) throws IOException;
  }

  /** The pairs that a release joins, always in the same order. */
  public static void forEachAlias(Ledger ledger, int release, AliasVisitor visitor)
      throws IOException {
    ledger.with(connection -> {
      try (PreparedStatement s =
          connection.prepareStatement(
              "SELECT key, other, subject FROM thread_alias WHERE release = ? ORDER BY position")) {
        s.setInt(1, release);
        ResultSet r = s.executeQuery();
        long count = 0;
        for (; r.next(); count++) {
          Link link = r.getBoolean(3) ? Link.SUBJECT : Link.REFERENCES;
          visitor.visit(new ThreadAlias(r.getLong(1), r.getLong(2), link));
        }
        return count;
      }
    });
  }

  private static void joinNamed(Connection connection, ThreadForest forest, long first, long last)
      throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(MAILS)) {
      s.setLong(1, first);
      s.setLong(2, last);
      ResultSet r = s.executeQuery();
      while (r.next()) {
        long thread = r.getLong(1);
        long[] named = keys(r.getBytes(3));
        long own = r.getLong(2);
        if (!r.wasNull()) {
          named = Arrays.copyOf(named, named.length + 1);
          named[named.length - 1] = own;
        }
        forest.add(thread, named);
      }
    }
  }

  /** The keys that a column holds, packed; an empty one is read as null by the driver. */
  public static long[] keys(byte @Nullable [] packed) {
    LongBuffer buffer = ByteBuffer.wrap(packed == null ? new byte[0] : packed).asLongBuffer();
    long[] keys = new long[buffer.remaining()];
    buffer.get(keys);
    return keys;
  }
}
