package broadside.intake.ledger;

import static broadside.intake.ledger.Ledger.call;
import static broadside.intake.ledger.Ledger.run;

import broadside.mail.dkim.DomainKey;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** The publication's store of DKIM keys, and which of them each release keeps. */
public final class DkimKeys {
  private final Connection connection;

  DkimKeys(Connection connection) {
    this.connection = connection;
  }

  /**
   * Adds a key; of one that is there, only that it is public is taken. What was said with the other
   * keys of its name, of mails that have no number yet, is forgotten.
   *
   * @return true where something is new
   */
  public boolean add(DomainKey key) throws IOException {
    return call(() -> {
      boolean isNew = insert(key);
      if (isNew) {
        try (PreparedStatement s =
            connection.prepareStatement(
                "UPDATE mail SET dkim = NULL WHERE number IS NULL"
                    + " AND id IN (SELECT mail FROM signature_key WHERE name = ?)")) {
          s.setString(1, key.name());
          s.executeUpdate();
        }
      }
      return isNew;
    });
  }

  /** Adds a key of a name that was not known when the mails were looked at that need it. */
  public void learn(DomainKey key) throws IOException {
    run(() -> insert(key));
  }

  private boolean insert(DomainKey key) throws SQLException {
    try (PreparedStatement s =
        connection.prepareStatement(
            "INSERT INTO dkim_key VALUES (?, ?, ?, ?, ?) ON CONFLICT (name, record)"
                + " DO UPDATE SET public = 1 WHERE public < excluded.public")) {
      s.setString(1, key.name());
      s.setString(2, key.record());
      s.setString(3, key.source());
      s.setString(4, key.date().toString());
      s.setBoolean(5, key.isPublic());
      return s.executeUpdate() == 1;
    }
  }

  /** Every key, by name, newest first. */
  public List<DomainKey> all() throws IOException {
    return list("SELECT name, record, source, date, public FROM dkim_key ORDER BY 1, 4 DESC, 2");
  }

  /** The keys under a name, newest first. */
  public List<DomainKey> named(String name) throws IOException {
    return list(
        "SELECT name, record, source, date, public FROM dkim_key WHERE name = ?"
            + " ORDER BY 4 DESC, 2",
        name);
  }

  /** Puts what is known of a mail's signatures in the place of what was. */
  public void put(long mail, SignatureFacts facts) throws IOException {
    run(() -> {
      try (PreparedStatement s =
          connection.prepareStatement("UPDATE mail SET dkim = ? WHERE id = ?")) {
        s.setString(1, Rows.print(facts.verdicts()));
        s.setLong(2, mail);
        s.executeUpdate();
      }
      putNames(mail, facts);
    });
  }

  /** The same, where what the mail's manifest line says must stay. */
  public void putNames(long mail, SignatureFacts facts) throws IOException {
    run(() -> {
      Rows.execute(connection, "DELETE FROM signature_key WHERE mail = " + mail);
      try (PreparedStatement s =
          connection.prepareStatement("INSERT INTO signature_key VALUES (?, ?)")) {
        for (String name : facts.names()) {
          s.setLong(1, mail);
          s.setString(2, name);
          s.executeUpdate();
        }
      }
    });
  }

  /** The names of the keys of a mail's signatures. */
  public SortedSet<String> namesOf(long mail) throws IOException {
    return names("SELECT name FROM signature_key WHERE mail = " + mail);
  }

  /**
   * The names of the keys of the signatures of numbers that are published as they were received.
   */
  public SortedSet<String> names(long first, long last) throws IOException {
    return names(
        "SELECT DISTINCT k.name FROM mail m JOIN signature_key k ON k.mail = m.id WHERE m.number BETWEEN "
            + first
            + " AND "
            + last
            + " AND m.state <> "
            + MailState.WITHHELD.code()
            + " AND NOT EXISTS (SELECT 1 FROM redaction r WHERE r.mail = m.id AND r.position = 0)");
  }

  private SortedSet<String> names(String sql) throws IOException {
    return call(() -> {
      SortedSet<String> names = new TreeSet<>();
      try (PreparedStatement s = connection.prepareStatement(sql);
          ResultSet r = s.executeQuery()) {
        while (r.next()) {
          names.add(r.getString(1));
        }
      }
      return names;
    });
  }

  /**
   * Mails whose signatures are to be looked at again: nobody has looked, a key was lacking, none of
   * a name's made the signature, or a key has become public since. In the order of intake.
   *
   * @param isReleased true for those that have a number and a mail, false for those that have none
   */
  public List<Long> unsettled(boolean isReleased) throws IOException {
    return call(() -> {
      List<Long> ids = new ArrayList<>();
      try (PreparedStatement s =
              connection.prepareStatement(
                  "SELECT id FROM mail WHERE "
                      + (isReleased
                          ? "number IS NOT NULL AND state = " + MailState.RELEASED.code()
                          : "number IS NULL")
                      + " AND id NOT IN (SELECT e.mail FROM erasure e)"
                      + " AND (dkim IS NULL OR dkim LIKE '%not-looked-up%' OR dkim LIKE '%no-key%'"
                      + " OR dkim LIKE '%fail-signature%'"
                      + " AND id IN (SELECT k.mail FROM signature_key k)"
                      + " OR id IN (SELECT k.mail FROM signature_key k JOIN dkim_key d"
                      + " ON d.name = k.name WHERE d.public = 1)) ORDER BY id");
          ResultSet r = s.executeQuery()) {
        while (r.next()) {
          ids.add(r.getLong(1));
        }
      }
      return ids;
    });
  }

  /** Records the lines of a release's file {@code keys}. */
  public void addToRelease(int release, List<String> lines) throws IOException {
    run(() -> {
      try (PreparedStatement s =
          connection.prepareStatement("INSERT INTO release_key VALUES (?, ?, ?)")) {
        for (int i = 0; i < lines.size(); i++) {
          s.setInt(1, release);
          s.setInt(2, i);
          s.setString(3, lines.get(i));
          s.executeUpdate();
        }
      }
    });
  }

  /** Forgets the lines of a release that is void. */
  public void removeFromRelease(int release) throws IOException {
    run(() -> Rows.execute(connection, "DELETE FROM release_key WHERE release = " + release));
  }

  /** The lines of a release's file {@code keys}. */
  public List<String> ofRelease(int release) throws IOException {
    return call(() -> {
      List<String> lines = new ArrayList<>();
      try (PreparedStatement s =
          connection.prepareStatement(
              "SELECT text FROM release_key WHERE release = ? ORDER BY position")) {
        s.setInt(1, release);
        ResultSet r = s.executeQuery();
        while (r.next()) {
          lines.add(r.getString(1));
        }
      }
      return lines;
    });
  }

  private List<DomainKey> list(String sql, String... values) throws IOException {
    return call(() -> {
      List<DomainKey> keys = new ArrayList<>();
      try (PreparedStatement s = connection.prepareStatement(sql)) {
        for (int i = 0; i < values.length; i++) {
          s.setString(i + 1, values[i]);
        }
        ResultSet r = s.executeQuery();
        while (r.next()) {
          keys.add(read(r));
        }
      }
      return keys;
    });
  }

  private static DomainKey read(ResultSet r) throws SQLException {
    return new DomainKey(
        r.getString(1),
        r.getString(2),
        r.getString(3),
        LocalDate.parse(r.getString(4)),
        r.getBoolean(5));
  }
}
