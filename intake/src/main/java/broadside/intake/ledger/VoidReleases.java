package broadside.intake.ledger;

import static broadside.intake.ledger.Ledger.call;
import static broadside.intake.ledger.Ledger.run;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;

/** The mails of sealed releases that their editors took back: they wait again. */
public final class VoidReleases {
  private static final String MAILS = "FROM voided v JOIN mail m ON m.id = v.mail WHERE ";

  private static final String ASSIGN_NUMBERS = Mails.assignNumbers(MAILS + "v.release = ?3");

  private final Connection connection;

  VoidReleases(Connection connection) {
    this.connection = connection;
  }

  /**
   * What became of a void release's mails.
   *
   * @param waiting how many the next release can take, withheld ones among them
   * @param held how many wait for a decision
   * @param numbered how many came out, or were sealed, under other numbers
   */
  public record Outcome(long waiting, long held, long numbered) {
    /** True of a release that became void before ledgers remembered this, or in another ledger. */
    public boolean isUnknown() {
      return waiting + held + numbered == 0;
    }
  }

  /** Takes the numbers from a release's mails, and remembers which they are. */
  public void free(int release) throws IOException {
    run(() -> {
      try (PreparedStatement mails =
              connection.prepareStatement(
                  "INSERT INTO voided SELECT ?1, id FROM mail WHERE release = ?1");
          PreparedStatement numbers =
              connection.prepareStatement(
                  "UPDATE mail SET release = NULL, number = NULL,"
                      + " state = CASE state WHEN 3 THEN 0 ELSE state END WHERE release = ?")) {
        mails.setInt(1, release);
        numbers.setInt(1, release);
        mails.executeUpdate();
        numbers.executeUpdate();
      }
    });
  }

  /** Receives what a mail says and quotes; must not write to the ledger meanwhile. */
  @FunctionalInterface
  public interface Visitor {
    void visit(long mail, byte[] content, long[] quoted) throws IOException;
  }

  /** The mails of a void release that wait. */
  public void forEachWaiting(int release, Visitor visitor) throws IOException {
    run(() -> {
      try (PreparedStatement s =
          connection.prepareStatement(
              "SELECT m.id, m.content, q.passages FROM voided v JOIN mail m ON m.id = v.mail"
                  + " LEFT JOIN quotation q ON q.mail = m.id"
                  + " WHERE v.release = ? AND m.state = 0 ORDER BY m.id")) {
        s.setInt(1, release);
        ResultSet r = s.executeQuery();
        while (r.next()) {
          byte[] passages = r.getBytes(3);
          visitor.visit(
              r.getLong(1), r.getBytes(2), passages == null ? new long[0] : Rows.unpack(passages));
        }
      }
    });
  }

  /** What became of the mails of a release; zeros where nothing is known of it. */
  public Outcome of(int release) throws IOException {
    return call(() -> {
      try (PreparedStatement s =
          connection.prepareStatement(
              "SELECT count(*) FILTER (WHERE m.state IN (0, 2) AND m.number IS NULL),"
                  + " count(*) FILTER (WHERE m.state = 1), count(m.number) "
                  + MAILS
                  + "v.release = ?")) {
        s.setInt(1, release);
        ResultSet r = s.executeQuery();
        return new Outcome(r.getLong(1), r.getLong(2), r.getLong(3));
      }
    });
  }

  /** The releases of which so many mails wait, ascending. */
  public List<Integer> withWaiting(long count) throws IOException {
    return call(() -> {
      List<Integer> releases = new ArrayList<>();
      try (PreparedStatement s =
          connection.prepareStatement(
              "SELECT v.release "
                  + MAILS
                  + "m.state IN (0, 2) AND m.number IS NULL"
                  + " GROUP BY v.release HAVING count(*) = ? ORDER BY v.release")) {
        s.setLong(1, count);
        ResultSet r = s.executeQuery();
        while (r.next()) {
          releases.add(r.getInt(1));
        }
      }
      return releases;
    });
  }

  /**
   * Numbers those that wait of a void release as {@link Mails#assignNumbers} does.
   *
   * @return how many were numbered
   */
  public long assignNumbers(int release, long first, int of) throws IOException {
    return Mails.assignNumbers(connection, ASSIGN_NUMBERS, release, first, of);
  }
}
