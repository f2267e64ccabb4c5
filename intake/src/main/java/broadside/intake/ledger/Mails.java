package broadside.intake.ledger;

import static broadside.intake.ledger.Ledger.call;
import static broadside.intake.ledger.Ledger.run;

import broadside.intake.segment.SegmentPlace;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every mail, once. */
public final class Mails {
  private static final String COLUMNS =
      "SELECT m.id, m.hash, m.state, m.date, m.content, m.salt, m.attachments, m.segment, m.offset,"
          + " m.deflated, m.bytes, m.crc, t.thread, m.release, m.number, m.dkim"
          + " FROM mail m JOIN mail_thread t ON t.mail = m.id ";

  /** With an index on what waits it reads so many mails as the release takes, not all. */
  private static final String ASSIGN_NUMBERS =
      "UPDATE mail SET release = ?1, number = ?2 - 1 + c.place,"
          + " state = CASE state WHEN 0 THEN 3 ELSE state END FROM ("
          + "SELECT id, row_number() OVER (ORDER BY date IS NULL, date, hash) AS place FROM ("
          + "SELECT * FROM (SELECT id, date, hash FROM mail WHERE state = 0"
          + " AND date IS NOT NULL ORDER BY date, hash LIMIT ?3)"
          + " UNION ALL SELECT * FROM (SELECT id, date, hash FROM mail WHERE state = 0"
          + " AND date IS NULL ORDER BY date, hash LIMIT ?3)"
          + " UNION ALL SELECT id, date, hash FROM mail WHERE state = 2 AND number IS NULL)) c"
          + " WHERE mail.id = c.id AND c.place <= ?3";

  /** The same for the mails of a part of the plan. */
  private static final String ASSIGN_NUMBERS_OF_PART =
      assignNumbers("FROM planned p JOIN mail m ON m.id = p.mail WHERE p.part = ?3");

  private final Connection connection;
  private final PreparedStatement setNumber;

  Mails(Connection connection) throws SQLException {
    this.connection = connection;
    setNumber =
        connection.prepareStatement(
            "UPDATE mail SET release = ?, number = ?,"
                + " state = CASE state WHEN 0 THEN 3 ELSE state END WHERE id = ?");
  }

  /** The mail with this id, or null. */
  public @Nullable Mail mail(long id) throws IOException {
    List<Mail> found = new ArrayList<>(1);
    visit(COLUMNS + "WHERE m.id = " + id, found::add);
    return found.isEmpty() ? null : found.getFirst();
  }

  /** Receives mails, one by one; must not write to the ledger meanwhile. */
  @FunctionalInterface
  public interface Visitor<T> {
    void visit(T mail) throws IOException;
  }

  /** Every mail in the order of intake. */
  public void forEach(Visitor<Mail> visitor) throws IOException {
    visit(COLUMNS + "ORDER BY m.id", visitor);
  }

  /** The mails in this state, in the order of intake. */
  public void forEach(MailState state, Visitor<Mail> visitor) throws IOException {
    forEach(state, -1, visitor);
  }

  /** The first {@code limit} of them; all where it is negative. */
  public void forEach(MailState state, long limit, Visitor<Mail> visitor) throws IOException {
    visit(COLUMNS + "WHERE m.state = " + state.code() + " ORDER BY m.id LIMIT " + limit, visitor);
  }

  /** The first {@code limit} waiting mails in the order of releases: date, hash; undated last. */
  public void waiting(long limit, Visitor<Mail> visitor) throws IOException {
    run(() -> {
      // Sorts ids alone: no index is kept for it, since it would double the cost of intake.
      try (PreparedStatement order =
              connection.prepareStatement(
                  "SELECT id FROM mail WHERE state = 0 ORDER BY date IS NULL, date, hash LIMIT ?");
          PreparedStatement one = connection.prepareStatement(COLUMNS + "WHERE m.id = ?")) {
        order.setLong(1, limit);
        ResultSet ids = order.executeQuery();
        while (ids.next()) {
          one.setLong(1, ids.getLong(1));
          try (ResultSet mail = one.executeQuery()) {
            visitor.visit(read(mail));
          }
        }
      }
    });
  }

  /** The facts of every mail in this state, in the order of intake. */
  public void threadFacts(MailState state, Visitor<ThreadFacts.OfMail> visitor) throws IOException {
    run(() -> {
      try (PreparedStatement s =
          connection.prepareStatement(
              "SELECT m.id, m.date, t.thread, t.message_id, t.ids, t.subject, t.reply,"
                  + " t.correspondents FROM mail m JOIN mail_thread t ON t.mail = m.id WHERE"
                  + " m.state = ? ORDER BY m.id")) {
        s.setInt(1, state.code());
        ResultSet r = s.executeQuery();
        while (r.next()) {
          visitor.visit(
              new ThreadFacts.OfMail(
                  r.getLong(1),
                  Rows.date(r, 2),
                  new ThreadFacts(
                      r.getLong(3),
                      Rows.longOrNull(r, 4),
                      Rows.unpack(r.getBytes(5)),
                      Rows.longOrNull(r, 6),
                      r.getBoolean(7),
                      Rows.unpack(r.getBytes(8)))));
        }
      }
    });
  }

  /** Where every mail lies, segment by segment, from front to back. */
  public void forEachPlace(Visitor<SegmentPlace> visitor) throws IOException {
    run(() -> {
      try (PreparedStatement s =
              connection.prepareStatement(
                  "SELECT segment, offset, deflated, bytes, crc FROM mail ORDER BY segment, offset");
          ResultSet r = s.executeQuery()) {
        while (r.next()) {
          visitor.visit(
              new SegmentPlace(r.getInt(1), r.getLong(2), r.getInt(3), r.getInt(4), r.getInt(5)));
        }
      }
    });
  }

  /** Mails whose hash begins with these hex digits, at most {@code limit}. */
  public List<Mail> byPrefix(String hex, int limit) throws IOException {
    HexFormat format = HexFormat.of();
    byte[] low = format.parseHex(hex + "0".repeat(64 - hex.length()));
    byte[] high = format.parseHex(hex + "f".repeat(64 - hex.length()));
    return list("WHERE m.hash BETWEEN ? AND ? ORDER BY m.hash LIMIT " + limit, low, high);
  }

  /** Makes {@link #copies} fast until the next intake; an index kept up always would slow that. */
  public void indexCopies() throws IOException {
    run(() ->
        Rows.execute(connection, "CREATE INDEX IF NOT EXISTS mail_content ON mail (content)"));
  }

  /** Takes back {@link #indexCopies()}, before many mails are added. */
  public void dropCopiesIndex() throws IOException {
    run(() -> Rows.execute(connection, "DROP INDEX IF EXISTS mail_content"));
  }

  /** Mails with the same content as this one, itself among them, in the order of intake. */
  public List<Mail> copies(Mail mail) throws IOException {
    return list("WHERE m.content = ? ORDER BY m.id", mail.content());
  }

  /**
   * The content of each mail that is withheld, withdrawn or redacted in hex, with its intake id.
   */
  public Map<String, String> hiddenContents() throws IOException {
    return call(() -> {
      // Each kind by its own index: a ledger of millions is not read for a few.
      Map<String, String> contents = new HashMap<>();
      try (PreparedStatement s =
              connection.prepareStatement(
                  "SELECT lower(hex(m.content)), lower(substr(hex(m.hash), 1, 12)) FROM ("
                      + "SELECT id FROM mail WHERE state IN (1, 2) AND state = 2"
                      + " UNION SELECT mail FROM redaction"
                      + " UNION SELECT m.id FROM withdrawal w JOIN mail m ON m.number = w.number) h"
                      + " JOIN mail m ON m.id = h.id ORDER BY m.id");
          ResultSet r = s.executeQuery()) {
        while (r.next()) {
          contents.putIfAbsent(r.getString(1), r.getString(2));
        }
      }
      return contents;
    });
  }

  /** Why a mail is or was held. */
  public List<Finding> findings(long mail) throws IOException {
    return call(() -> {
      List<Finding> found = new ArrayList<>();
      try (PreparedStatement s =
          connection.prepareStatement(
              "SELECT kind, place, excerpt FROM finding WHERE mail = ? ORDER BY position")) {
        s.setLong(1, mail);
        ResultSet r = s.executeQuery();
        while (r.next()) {
          found.add(new Finding(r.getString(1), r.getString(2), r.getString(3)));
        }
      }
      return found;
    });
  }

  /** What became of a mail. */
  public MailState state(long mail) throws IOException {
    return call(() ->
        MailState.of((int) Rows.number(connection, "SELECT state FROM mail WHERE id = " + mail)));
  }

  /**
   * Changes what becomes of a mail.
   *
   * @throws IllegalArgumentException where the mail's state does not allow it
   */
  public void setState(long mail, MailState next) throws IOException {
    run(() -> {
      MailState now = state(mail);
      if (!now.mayBecome(next)) {
        throw new IllegalArgumentException("mail " + mail + " is " + now + ", not " + next);
      }
      Rows.execute(connection, "UPDATE mail SET state = " + next.code() + " WHERE id = " + mail);
    });
  }

  /**
   * Gives a mail its number in a release; a waiting one is released by it, a withheld one stays.
   */
  public void setNumber(long mail, int release, long number) throws IOException {
    run(() -> {
      setNumber.setInt(1, release);
      setNumber.setLong(2, number);
      setNumber.setLong(3, mail);
      setNumber.executeUpdate();
    });
  }

  /** Gives a mail the salt under which it was published. */
  public void setSalt(long mail, byte[] salt) throws IOException {
    run(() -> {
      try (PreparedStatement s =
          connection.prepareStatement("UPDATE mail SET salt = ? WHERE id = ?")) {
        s.setBytes(1, salt);
        s.setLong(2, mail);
        s.executeUpdate();
      }
    });
  }

  /** The mails that have no number, in the order of intake. */
  public void forEachUnnumbered(Visitor<Mail> visitor) throws IOException {
    visit(COLUMNS + "WHERE m.number IS NULL ORDER BY m.id", visitor);
  }

  /**
   * Numbers the mails of the next release in their order: date, hash; undated last. Waiting ones
   * are released by it; those that were withheld since the last release stay withheld, and have the
   * number where they would have stood.
   *
   * @param limit mails at most
   * @return how many were numbered; 0 where none waits
   */
  public long assignNumbers(int release, long first, long limit) throws IOException {
    return call(() -> {
      if (!hasWaiting()) {
        return 0L;
      }
      if (limit < Long.MAX_VALUE) {
        // For a series of parts; it shrinks with what waits, and one release of all needs none.
        Rows.execute(
            connection,
            "CREATE INDEX IF NOT EXISTS mail_waiting ON mail (date, hash) WHERE state = 0");
      }
      try (PreparedStatement s = connection.prepareStatement(ASSIGN_NUMBERS)) {
        s.setInt(1, release);
        s.setLong(2, first);
        s.setLong(3, limit);
        return s.executeLargeUpdate();
      }
    });
  }

  /**
   * Numbers the mails of a part of the plan as {@link #assignNumbers} does; held ones stay back.
   *
   * @return how many were numbered
   */
  public long assignNumbersOfPart(int release, long first, int part) throws IOException {
    return assignNumbers(connection, ASSIGN_NUMBERS_OF_PART, release, first, part);
  }

  /**
   * What numbers those mails, in the order of numbers, that are neither held nor have one.
   *
   * @param from the mails as m, of which the third parameter says which
   */
  static String assignNumbers(String from) {
    return "UPDATE mail SET release = ?1, number = ?2 - 1 + c.place,"
        + " state = CASE state WHEN 0 THEN 3 ELSE state END FROM ("
        + "SELECT m.id, row_number() OVER (ORDER BY m.date IS NULL, m.date, m.hash) AS place "
        + from
        + " AND m.state IN (0, 2) AND m.number IS NULL) c WHERE mail.id = c.id";
  }

  /**
   * Runs a statement of {@link #assignNumbers(String)}.
   *
   * @return how many were numbered
   */
  static long assignNumbers(Connection connection, String sql, int release, long first, int of)
      throws IOException {
    return call(() -> {
      try (PreparedStatement s = connection.prepareStatement(sql)) {
        s.setInt(1, release);
        s.setLong(2, first);
        s.setInt(3, of);
        return s.executeLargeUpdate();
      }
    });
  }

  /** The mails with these numbers, in their order. */
  public void forEachNumber(long first, long last, Visitor<Mail> visitor) throws IOException {
    visit(
        COLUMNS + "WHERE m.number BETWEEN " + first + " AND " + last + " ORDER BY m.number",
        visitor);
  }

  /** True where a mail waits. */
  public boolean hasWaiting() throws IOException {
    return call(
        () -> Rows.number(connection, "SELECT EXISTS (SELECT 1 FROM mail WHERE state = 0)") == 1);
  }

  /** The number of mails in each state; every state is a key. */
  public Map<MailState, Long> counts() throws IOException {
    return call(() -> {
      Map<MailState, Long> counts = new EnumMap<>(MailState.class);
      for (MailState state : MailState.values()) {
        counts.put(
            state,
            Rows.number(connection, "SELECT count(*) FROM mail WHERE state = " + state.code()));
      }
      return counts;
    });
  }

  private List<Mail> list(String where, byte[]... values) throws IOException {
    return call(() -> {
      List<Mail> found = new ArrayList<>();
      try (PreparedStatement s = connection.prepareStatement(COLUMNS + where)) {
        for (int i = 0; i < values.length; i++) {
          s.setBytes(i + 1, values[i]);
        }
        ResultSet r = s.executeQuery();
        while (r.next()) {
          found.add(read(r));
        }
      }
      return found;
    });
  }

  private void visit(String sql, Visitor<Mail> visitor) throws IOException {
    run(() -> {
      try (PreparedStatement s = connection.prepareStatement(sql);
          ResultSet r = s.executeQuery()) {
        while (r.next()) {
          visitor.visit(read(r));
        }
      }
    });
  }

  private static Mail read(ResultSet r) throws SQLException, LedgerException {
    return new Mail(
        r.getLong(1),
        r.getBytes(2),
        MailState.of(r.getInt(3)),
        Rows.date(r, 4),
        r.getBytes(5),
        r.getBytes(6),
        r.getInt(7),
        new SegmentPlace(r.getInt(8), r.getLong(9), r.getInt(10), r.getInt(11), r.getInt(12)),
        r.getLong(13),
        r.getInt(14),
        r.getLong(15),
        Rows.verdicts(r, 16));
  }
}
