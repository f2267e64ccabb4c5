package broadside.intake.ledger;

import static broadside.intake.ledger.Ledger.call;
import static broadside.intake.ledger.Ledger.run;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * As which dialect of mbox each file was read. Another dialect makes other bytes of the same mails,
 * which would stand in the publication beside those that are there.
 */
public final class Dialects {
  private static final String MBOX = "format IN ('mboxo', 'mboxrd', 'mboxcl', 'pipermail')";

  /** The files of a source that were read as another dialect. */
  private static final String OTHER =
      "(SELECT id FROM file WHERE source = ?1 AND " + MBOX + " AND format <> ?2)";

  /** Of their mails those that are in other files too, where another dialect changes nothing. */
  private static final String ELSEWHERE =
      "EXISTS (SELECT 1 FROM duplicate d WHERE d.mail = mail.id AND d.file NOT IN " + OTHER + ")";

  /** Of their mails those that something was done about. */
  private static final String SETTLED =
      """
      (state > 1 OR number IS NOT NULL
       OR EXISTS (SELECT 1 FROM decision_mail x WHERE x.mail = mail.id)
       OR EXISTS (SELECT 1 FROM redaction x WHERE x.mail = mail.id)
       OR EXISTS (SELECT 1 FROM planned x WHERE x.mail = mail.id)
       OR EXISTS (SELECT 1 FROM voided x WHERE x.mail = mail.id))\
      """;

  private static final List<String> OF_A_MAIL =
      List.of("duplicate", "mail_thread", "defect", "finding", "quotation", "signature_key");

  private final Connection connection;

  Dialects(Connection connection) {
    this.connection = connection;
  }

  /** The dialect of each mbox of the source with this key; nothing where it is new. */
  public Map<String, String> of(byte[] pathKey) throws IOException {
    return call(() -> {
      Map<String, String> dialects = new TreeMap<>();
      try (PreparedStatement s =
          connection.prepareStatement(
              "SELECT f.path, f.format FROM file f JOIN source s ON s.id = f.source WHERE s.path_key = ? AND f."
                  + MBOX)) {
        s.setBytes(1, pathKey);
        ResultSet r = s.executeQuery();
        while (r.next()) {
          dialects.put(r.getString(1), r.getString(2));
        }
      }
      return dialects;
    });
  }

  /** How many files of the source were read as each dialect. */
  public Map<String, Long> counts(Source source) throws IOException {
    return call(() -> {
      Map<String, Long> counts = new TreeMap<>();
      try (PreparedStatement s =
          connection.prepareStatement(
              "SELECT format, count(*) FROM file WHERE source = ? AND " + MBOX + " GROUP BY 1")) {
        s.setLong(1, source.id());
        ResultSet r = s.executeQuery();
        while (r.next()) {
          counts.put(r.getString(1), r.getLong(2));
        }
      }
      return counts;
    });
  }

  /**
   * How many mails of the source were read as another dialect and are released, planned or decided
   * on: they stay as they are.
   */
  public long settled(Source source, String dialect) throws IOException {
    return call(() -> {
      try (PreparedStatement s =
          prepared(
              "SELECT count(*) FROM mail WHERE file IN " + OTHER + " AND " + SETTLED,
              source,
              dialect)) {
        return s.executeQuery().getLong(1);
      }
    });
  }

  /**
   * Forgets what was found in files that were read as another dialect, so that it can be read
   * again; none of it may be {@link #settled}.
   */
  public void forget(Source source, String dialect) throws IOException {
    run(() -> {
      String mails = "(SELECT id FROM mail WHERE file IN " + OTHER + " AND NOT " + ELSEWHERE + ")";
      for (String table : OF_A_MAIL) {
        execute("DELETE FROM " + table + " WHERE mail IN " + mails, source, dialect);
      }
      execute("DELETE FROM mail WHERE file IN " + OTHER + " AND NOT " + ELSEWHERE, source, dialect);
      for (String table : List.of("duplicate", "refusal", "repair")) {
        execute("DELETE FROM " + table + " WHERE file IN " + OTHER, source, dialect);
      }
      execute(
          "UPDATE file SET format = ?2 WHERE source = ?1 AND " + MBOX + " AND format <> ?2",
          source,
          dialect);
    });
  }

  private void execute(String sql, Source source, String dialect) throws SQLException {
    try (PreparedStatement s = prepared(sql, source, dialect)) {
      s.executeUpdate();
    }
  }

  private PreparedStatement prepared(String sql, Source source, String dialect)
      throws SQLException {
    PreparedStatement s = connection.prepareStatement(sql);
    s.setLong(1, source.id());
    s.setString(2, dialect);
    return s;
  }
}
