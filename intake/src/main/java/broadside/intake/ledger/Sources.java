package broadside.intake.ledger;

import static broadside.intake.ledger.Ledger.call;
import static broadside.intake.ledger.Ledger.run;

import broadside.intake.ledger.NewMail.FilePlace;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was added, where it came from, and whether it adds up. */
public final class Sources {
  private static final int REFUSED = 0;
  private static final int REPAIRED = 1;

  private final Connection connection;
  private final PreparedStatement findFile;
  private final PreparedStatement addFile;
  private final PreparedStatement refuse;
  private final PreparedStatement repair;

  /** Notes what the reading at hand met; null where none has begun. */
  private @Nullable PreparedStatement meet;

  Sources(Connection connection) throws SQLException {
    this.connection = connection;
    findFile = connection.prepareStatement("SELECT id FROM file WHERE source = ? AND path = ?");
    addFile =
        connection.prepareStatement(
            "INSERT INTO file (source, path, format) VALUES (?, ?, ?) RETURNING id");
    refuse = connection.prepareStatement("INSERT OR IGNORE INTO refusal VALUES (?, ?, ?, ?, ?)");
    repair = connection.prepareStatement("INSERT OR IGNORE INTO repair VALUES (?, ?, ?, ?)");
  }

  /** The source with this key. */
  public Optional<Source> find(byte[] pathKey) throws IOException {
    return call(() -> Optional.ofNullable(named(pathKey)));
  }

  private @Nullable Source named(byte[] pathKey) throws SQLException {
    try (PreparedStatement find =
        connection.prepareStatement("SELECT id, name FROM source WHERE path_key = ?")) {
      find.setBytes(1, pathKey);
      ResultSet r = find.executeQuery();
      return r.next() ? new Source(r.getLong(1), r.getString(2)) : null;
    }
  }

  /**
   * The source with this key, added where it is new.
   *
   * @param pathKey stands for its path
   * @param name what to call it; a number is added where another source has that name
   */
  public Source open(byte[] pathKey, String name, Instant now) throws IOException {
    return call(() -> {
      Source known = named(pathKey);
      if (known != null) {
        return known;
      }
      try (PreparedStatement add =
          connection.prepareStatement(
              "INSERT OR IGNORE INTO source (name, path_key, added) VALUES (?, ?, ?) RETURNING id")) {
        add.setBytes(2, pathKey);
        add.setLong(3, now.getEpochSecond());
        for (int copy = 1; ; copy++) {
          String unique = copy == 1 ? name : name + " (" + copy + ")";
          add.setString(1, unique);
          ResultSet r = add.executeQuery();
          if (r.next()) {
            return new Source(r.getLong(1), unique);
          }
        }
      }
    });
  }

  /** Begins a reading of the source: what the independent counter found in it, or null. */
  public void begin(Source source, @Nullable Long expected) throws IOException {
    update(source, "UPDATE source SET expected = ?, gone = NULL WHERE id = ?", expected);
    run(() -> {
      if (meet == null) {
        Rows.execute(
            connection,
            "CREATE TEMP TABLE met (kind INTEGER, file INTEGER, file_offset INTEGER, said TEXT,"
                + " PRIMARY KEY (kind, file, file_offset, said)) WITHOUT ROWID");
        meet = connection.prepareStatement("INSERT OR IGNORE INTO met VALUES (?, ?, ?, ?)");
      }
      Rows.execute(connection, "DELETE FROM met");
    });
  }

  /**
   * Ends a reading that met everything: {@code gone} places of the ledger were not there. What it
   * did not refuse or repair any more is forgotten, since the source says so no longer.
   */
  public void complete(Source source, long gone) throws IOException {
    int refused = forget(source, "refusal", "reason", REFUSED);
    int _ = forget(source, "repair", "what", REPAIRED);
    update(source, "UPDATE source SET gone = ? WHERE id = ?", gone - refused);
  }

  /** Deletes what the reading did not meet again; how much that was. */
  private int forget(Source source, String table, String said, int kind) throws IOException {
    if (meet == null) {
      return 0;
    }
    String sql =
        "DELETE FROM %1$s WHERE file IN (SELECT id FROM file WHERE source = ?) AND NOT EXISTS (SELECT 1 FROM met m WHERE m.kind = ? AND m.file = %1$s.file AND m.file_offset = %1$s.file_offset AND m.said = %1$s.%2$s)"
            .formatted(table, said);
    return call(() -> {
      try (PreparedStatement stale = connection.prepareStatement(sql)) {
        stale.setLong(1, source.id());
        stale.setInt(2, kind);
        return stale.executeUpdate();
      }
    });
  }

  private void meet(int kind, FilePlace place, String said) throws SQLException {
    if (meet != null) {
      meet.setInt(1, kind);
      meet.setLong(2, place.file());
      meet.setLong(3, place.offset());
      meet.setString(4, said);
      meet.executeUpdate();
    }
  }

  /** The id of a file of the source, added where it is new. */
  public long file(Source source, String path, String format) throws IOException {
    return call(() -> {
      findFile.setLong(1, source.id());
      findFile.setString(2, path);
      try (ResultSet r = findFile.executeQuery()) {
        if (r.next()) {
          return r.getLong(1);
        }
      }
      addFile.setLong(1, source.id());
      addFile.setString(2, path);
      addFile.setString(3, format);
      try (ResultSet r = addFile.executeQuery()) {
        return r.getLong(1);
      }
    });
  }

  /** Records something that is no mail of the publication; false where that was recorded before. */
  public boolean refuse(FilePlace place, String reason, String detail) throws IOException {
    return call(() -> {
      meet(REFUSED, place, reason);
      refuse.setLong(1, place.file());
      refuse.setLong(2, place.offset());
      refuse.setString(3, reason);
      refuse.setLong(4, place.length());
      refuse.setString(5, detail);
      return refuse.executeUpdate() == 1;
    });
  }

  /** Records something odd that was repaired. */
  public void repair(FilePlace place, String what) throws IOException {
    run(() -> {
      meet(REPAIRED, place, what);
      repair.setLong(1, place.file());
      repair.setLong(2, place.offset());
      repair.setString(3, what);
      repair.setLong(4, place.length());
      repair.executeUpdate();
    });
  }

  /** One account for each source, in the order in which they were first added. */
  public List<SourceAccount> accounts() throws IOException {
    return call(() -> {
      Map<Long, long[]> mails = new LinkedHashMap<>();
      count(
          mails,
          "SELECT f.source, m.state, count(*) FROM mail m JOIN file f ON f.id = m.file GROUP BY 1, 2");
      count(
          mails,
          "SELECT f.source, 4, count(*) FROM duplicate d JOIN file f ON f.id = d.file GROUP BY 1");
      count(
          mails,
          "SELECT f.source, 5, count(*) FROM refusal r JOIN file f ON f.id = r.file GROUP BY 1");
      List<SourceAccount> accounts = new ArrayList<>();
      try (PreparedStatement all =
              connection.prepareStatement(
                  "SELECT id, name, expected, gone FROM source ORDER BY id");
          ResultSet r = all.executeQuery()) {
        while (r.next()) {
          long[] n = mails.getOrDefault(r.getLong(1), new long[6]);
          accounts.add(
              new SourceAccount(
                  new Source(r.getLong(1), r.getString(2)),
                  longOrNull(r, 3),
                  n[MailState.RELEASED.code()],
                  n[MailState.WAITING.code()],
                  n[MailState.HELD.code()],
                  n[MailState.WITHHELD.code()],
                  n[4],
                  n[5],
                  longOrNull(r, 4)));
        }
      }
      return accounts;
    });
  }

  /** The account of one source. */
  public SourceAccount account(Source source) throws IOException {
    for (SourceAccount account : accounts()) {
      if (account.source().id() == source.id()) {
        return account;
      }
    }
    throw new IllegalArgumentException("no source " + source);
  }

  /** How often each reason for a refusal was given, most frequent first. */
  public Map<String, Long> refusals() throws IOException {
    return call(() -> {
      Map<String, Long> reasons = new LinkedHashMap<>();
      try (PreparedStatement all =
              connection.prepareStatement(
                  "SELECT reason, count(*) FROM refusal GROUP BY 1 ORDER BY 2 DESC, 1");
          ResultSet r = all.executeQuery()) {
        while (r.next()) {
          reasons.put(r.getString(1), r.getLong(2));
        }
      }
      return reasons;
    });
  }

  /**
   * One thing that was refused or repaired.
   *
   * @param reason of a refusal, or what was repaired
   */
  public record Oddity(
      String source, String file, long offset, long length, String reason, String detail) {}

  /** What was refused, in the order of sources and places, at most {@code limit}. */
  public List<Oddity> refused(int limit) throws IOException {
    return oddities(
        "SELECT s.name, f.path, o.file_offset, o.file_length, o.reason, o.detail FROM refusal o JOIN file f ON f.id = o.file JOIN source s ON s.id = f.source ORDER BY o.file, o.file_offset LIMIT ?",
        limit);
  }

  /** What was repaired, in the order of sources and places, at most {@code limit}. */
  public List<Oddity> repaired(int limit) throws IOException {
    return oddities(
        "SELECT s.name, f.path, o.file_offset, o.file_length, o.what, '' FROM repair o JOIN file f ON f.id = o.file JOIN source s ON s.id = f.source ORDER BY o.file, o.file_offset LIMIT ?",
        limit);
  }

  private List<Oddity> oddities(String sql, int limit) throws IOException {
    return call(() -> {
      List<Oddity> found = new ArrayList<>();
      try (PreparedStatement s = connection.prepareStatement(sql)) {
        s.setInt(1, limit);
        ResultSet r = s.executeQuery();
        while (r.next()) {
          found.add(
              new Oddity(
                  r.getString(1),
                  r.getString(2),
                  r.getLong(3),
                  r.getLong(4),
                  r.getString(5),
                  r.getString(6)));
        }
      }
      return found;
    });
  }

  private void count(Map<Long, long[]> mails, String sql) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(sql);
        ResultSet r = s.executeQuery()) {
      while (r.next()) {
        mails.computeIfAbsent(r.getLong(1), id -> new long[6])[r.getInt(2)] += r.getLong(3);
      }
    }
  }

  private void update(Source source, String sql, @Nullable Long value) throws IOException {
    run(() -> {
      try (PreparedStatement s = connection.prepareStatement(sql)) {
        if (value == null) {
          s.setNull(1, Types.BIGINT);
        } else {
          s.setLong(1, value);
        }
        s.setLong(2, source.id());
        s.executeUpdate();
      }
    });
  }

  private static @Nullable Long longOrNull(ResultSet r, int column) throws SQLException {
    long value = r.getLong(column);
    return r.wasNull() ? null : value;
  }
}
