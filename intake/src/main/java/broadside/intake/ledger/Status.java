package broadside.intake.ledger;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A publication's ledger in numbers.
 *
 * @param sources the account of each source
 * @param mails the number of mails in each state
 * @param bytes of all mails
 * @param refusals how often each reason was given, most frequent first
 * @param repairs how often each thing was repaired
 * @param findings for how many held mails each kind was found
 * @param defects in how many mails each kind of defect was met, limits among them
 * @param attachments parts in mails that are not withheld which nobody looked into
 * @param withAttachments the number of these mails
 * @param releases what each release holds, oldest first
 */
public record Status(
    List<SourceAccount> sources,
    Map<MailState, Long> mails,
    long bytes,
    Map<String, Long> refusals,
    Map<String, Long> repairs,
    Map<String, Long> findings,
    Map<String, Long> defects,
    long attachments,
    long withAttachments,
    List<ReleaseCount> releases) {

  /**
   * @param published numbers with mail
   * @param withheld numbers without
   */
  public record ReleaseCount(int release, long first, long last, long published, long withheld) {}

  private static final String HELD =
      "SELECT f.kind, count(DISTINCT f.mail) FROM finding f JOIN mail m ON m.id = f.mail"
          + " WHERE m.state = 1 GROUP BY 1";

  /** For how many held mails each kind was found. */
  public static Map<String, Long> findings(Ledger ledger) throws IOException {
    return ledger.with(connection -> counts(connection, HELD));
  }

  /** The numbers of this moment. */
  public static Status of(Ledger ledger) throws IOException {
    return ledger.with(connection ->
        new Status(
            ledger.sources().accounts(),
            ledger.mails().counts(),
            Rows.number(connection, "SELECT sum(bytes) FROM mail"),
            counts(connection, "SELECT reason, count(*) FROM refusal GROUP BY 1"),
            counts(connection, "SELECT what, count(*) FROM repair GROUP BY 1"),
            counts(connection, HELD),
            counts(connection, "SELECT kind, count(*) FROM defect GROUP BY 1"),
            Rows.number(connection, "SELECT sum(attachments) FROM mail WHERE state <> 2"),
            Rows.number(
                connection, "SELECT count(*) FROM mail WHERE state <> 2 AND attachments > 0"),
            releases(connection)));
  }

  /**
   * Parts which nobody looked into, in the published mails with these numbers, and the number of
   * these mails.
   */
  public record Unseen(long attachments, long mails) {

    /** Of the published mails with these numbers. */
    public static Unseen of(Ledger ledger, long first, long last) throws IOException {
      return ledger.with(connection -> {
        try (PreparedStatement s =
            connection.prepareStatement(
                "SELECT coalesce(sum(attachments), 0), count(*) FROM mail"
                    + " WHERE number BETWEEN ? AND ? AND state = 3 AND attachments > 0")) {
          s.setLong(1, first);
          s.setLong(2, last);
          ResultSet r = s.executeQuery();
          return new Unseen(r.getLong(1), r.getLong(2));
        }
      });
    }
  }

  private static Map<String, Long> counts(Connection connection, String sql) throws SQLException {
    Map<String, Long> counts = new LinkedHashMap<>();
    try (PreparedStatement s = connection.prepareStatement(sql + " ORDER BY 2 DESC, 1");
        ResultSet r = s.executeQuery()) {
      while (r.next()) {
        counts.put(r.getString(1), r.getLong(2));
      }
    }
    return Collections.unmodifiableMap(counts);
  }

  private static List<ReleaseCount> releases(Connection connection) throws SQLException {
    List<ReleaseCount> releases = new ArrayList<>();
    try (PreparedStatement s =
            connection.prepareStatement(
                "SELECT release, min(number), max(number), sum(state = 3), sum(state = 2)"
                    + " FROM mail WHERE number IS NOT NULL GROUP BY 1 ORDER BY 1");
        ResultSet r = s.executeQuery()) {
      while (r.next()) {
        releases.add(
            new ReleaseCount(r.getInt(1), r.getLong(2), r.getLong(3), r.getLong(4), r.getLong(5)));
      }
    }
    return releases;
  }
}
