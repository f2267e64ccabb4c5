package broadside.intake.ledger;

import static broadside.intake.ledger.Ledger.call;
import static broadside.intake.ledger.Ledger.run;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Numbers whose mails were withdrawn or redacted after their release. Where {@link Redactions} has
 * a mail for the position, it is the one, else the other.
 */
public final class Withdrawals {
  private final Connection connection;

  Withdrawals(Connection connection) {
    this.connection = connection;
  }

  /**
   * Takes a number's mail back.
   *
   * @param position of the statement that says so
   */
  public void add(long number, int release, long position) throws IOException {
    run(() -> {
      try (PreparedStatement s =
          connection.prepareStatement("INSERT INTO withdrawal VALUES (?, ?, ?)")) {
        s.setLong(1, number);
        s.setInt(2, release);
        s.setLong(3, position);
        s.executeUpdate();
      }
    });
  }

  /** The numbers of a release whose mails were taken back, and the newest statement about each. */
  public SortedMap<Long, Long> of(int release) throws IOException {
    return call(() -> {
      SortedMap<Long, Long> numbers = new TreeMap<>();
      try (PreparedStatement s =
          connection.prepareStatement(
              "SELECT number, max(position) FROM withdrawal WHERE release = ? GROUP BY number")) {
        s.setInt(1, release);
        ResultSet r = s.executeQuery();
        while (r.next()) {
          numbers.put(r.getLong(1), r.getLong(2));
        }
      }
      return numbers;
    });
  }

  /** The positions of the statements that took something back from a release, ascending. */
  public List<Long> statements(int release) throws IOException {
    return call(() -> {
      List<Long> positions = new ArrayList<>();
      try (PreparedStatement s =
          connection.prepareStatement(
              "SELECT DISTINCT position FROM withdrawal WHERE release = ? ORDER BY position")) {
        s.setInt(1, release);
        ResultSet r = s.executeQuery();
        while (r.next()) {
          positions.add(r.getLong(1));
        }
      }
      return positions;
    });
  }

  /** The releases from which something was taken back, ascending. */
  public List<Integer> releases() throws IOException {
    return call(() -> {
      List<Integer> releases = new ArrayList<>();
      try (PreparedStatement s =
              connection.prepareStatement(
                  "SELECT DISTINCT release FROM withdrawal ORDER BY release");
          ResultSet r = s.executeQuery()) {
        while (r.next()) {
          releases.add(r.getInt(1));
        }
      }
      return releases;
    });
  }
}
