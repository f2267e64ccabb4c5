package broadside.intake.ledger;

import static broadside.intake.ledger.Ledger.call;
import static broadside.intake.ledger.Ledger.run;

import broadside.intake.ledger.NewMail.DefectCount;
import broadside.intake.ledger.NewMail.FilePlace;
import broadside.intake.segment.SegmentPlace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every mail, once. */
public final class Mails {
  private static final String COLUMNS =
      "SELECT m.id, m.hash, m.state, m.date, m.content, m.salt, m.attachments, m.segment, m.offset,"
          + " m.deflated, m.bytes, m.crc, t.thread, m.release, m.number"
          + " FROM mail m JOIN mail_thread t ON t.mail = m.id ";

  private final Connection connection;
  private final PreparedStatement add;
  private final PreparedStatement addThread;
  private final PreparedStatement addDefect;
  private final PreparedStatement addFinding;
  private final PreparedStatement findHash;
  private final PreparedStatement addDuplicate;
  private final PreparedStatement addSegment;
  private final PreparedStatement setNumber;
  private long nextId;

  Mails(Connection connection) throws SQLException {
    this.connection = connection;
    add =
        connection.prepareStatement(
            "INSERT OR IGNORE INTO mail VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL)");
    addThread = connection.prepareStatement("INSERT INTO mail_thread VALUES (?, ?, ?, ?, ?, ?, ?)");
    addDefect = connection.prepareStatement("INSERT INTO defect VALUES (?, ?, ?, ?)");
    addFinding = connection.prepareStatement("INSERT INTO finding VALUES (?, ?, ?, ?, ?)");
    findHash = connection.prepareStatement("SELECT id, file, file_offset FROM mail WHERE hash = ?");
    addDuplicate =
        connection.prepareStatement("INSERT OR IGNORE INTO duplicate VALUES (?, ?, ?, ?)");
    addSegment =
        connection.prepareStatement(
            "INSERT INTO segment VALUES (?, ?) ON CONFLICT (number) DO UPDATE SET bytes = excluded.bytes");
    setNumber =
        connection.prepareStatement(
            "UPDATE mail SET release = ?, number = ?,"
                + " state = CASE state WHEN 0 THEN 3 ELSE state END WHERE id = ?");
    nextId = count("SELECT coalesce(max(id), 0) + 1 FROM mail");
  }

  /**
   * Adds a mail, held where something was found in it, else waiting.
   *
   * @return its id, or 0 where a mail with the same hash is there
   */
  public long add(NewMail mail) throws IOException {
    return call(() -> {
      add.setLong(1, nextId);
      add.setBytes(2, mail.hash());
      add.setInt(3, (mail.findings().isEmpty() ? MailState.WAITING : MailState.HELD).code());
      setLong(add, 4, mail.date() == null ? null : mail.date().getEpochSecond());
      add.setBytes(5, mail.content());
      add.setBytes(6, mail.salt());
      add.setInt(7, mail.stored().bytes());
      add.setInt(8, mail.stored().segment());
      add.setLong(9, mail.stored().offset());
      add.setInt(10, mail.stored().deflated());
      add.setInt(11, mail.stored().crc());
      add.setLong(12, mail.place().file());
      add.setLong(13, mail.place().offset());
      add.setLong(14, mail.place().length());
      add.setInt(15, mail.attachments());
      if (add.executeUpdate() == 0) {
        return 0L;
      }
      long id = nextId++;
      addThread(id, mail.thread());
      for (DefectCount defect : mail.defects()) {
        addDefect.setLong(1, id);
        addDefect.setString(2, defect.kind());
        addDefect.setInt(3, defect.count());
        addDefect.setString(4, defect.detail());
        addDefect.executeUpdate();
      }
      addFindings(id, 0, mail.findings());
      return id;
    });
  }

  /** True where no mail was ever added. */
  public boolean isEmpty() {
    return nextId == 1;
  }

  /** The id of the mail with this hash, or 0. */
  public long find(byte[] hash) throws IOException {
    return call(() -> {
      findHash.setBytes(1, hash);
      try (ResultSet r = findHash.executeQuery()) {
        return r.next() ? r.getLong(1) : 0L;
      }
    });
  }

  /**
   * Records that a known mail lies here too.
   *
   * @return false where the ledger knew this place of it
   */
  public boolean addPlace(byte[] hash, FilePlace place) throws IOException {
    return call(() -> {
      findHash.setBytes(1, hash);
      long id;
      try (ResultSet r = findHash.executeQuery()) {
        if (!r.next()) {
          throw new IllegalArgumentException("no mail " + HexFormat.of().formatHex(hash));
        }
        id = r.getLong(1);
        if (r.getLong(2) == place.file() && r.getLong(3) == place.offset()) {
          return false;
        }
      }
      addDuplicate.setLong(1, place.file());
      addDuplicate.setLong(2, place.offset());
      addDuplicate.setLong(3, id);
      addDuplicate.setLong(4, place.length());
      return addDuplicate.executeUpdate() == 1;
    });
  }

  /** Adds reasons to hold a mail; its state stays. */
  public void addFindings(long mail, List<Finding> findings) throws IOException {
    run(() ->
        addFindings(
            mail, (int) count("SELECT count(*) FROM finding WHERE mail = " + mail), findings));
  }

  /** Says how many bytes of a segment belong to the ledger. */
  public void setSegment(int number, long bytes) throws IOException {
    run(() -> {
      addSegment.setInt(1, number);
      addSegment.setLong(2, bytes);
      addSegment.executeUpdate();
    });
  }

  /** The bytes of each segment that belong to the ledger; element i is segment i + 1. */
  public List<Long> segments() throws IOException {
    return call(() -> {
      List<Long> bytes = new ArrayList<>();
      try (PreparedStatement s =
              connection.prepareStatement("SELECT bytes FROM segment ORDER BY number");
          ResultSet r = s.executeQuery()) {
        while (r.next()) {
          bytes.add(r.getLong(1));
        }
      }
      return bytes;
    });
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
    visit(COLUMNS + "WHERE m.state = " + state.code() + " ORDER BY m.id", visitor);
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
              "SELECT m.id, m.date, t.thread, t.message_id, t.ids, t.subject, t.reply, t.correspondents"
                  + " FROM mail m JOIN mail_thread t ON t.mail = m.id WHERE m.state = ? ORDER BY m.id")) {
        s.setInt(1, state.code());
        ResultSet r = s.executeQuery();
        while (r.next()) {
          visitor.visit(
              new ThreadFacts.OfMail(
                  r.getLong(1),
                  date(r, 2),
                  new ThreadFacts(
                      r.getLong(3),
                      longOrNull(r, 4),
                      unpack(r.getBytes(5)),
                      longOrNull(r, 6),
                      r.getBoolean(7),
                      unpack(r.getBytes(8)))));
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
    run(() -> execute("CREATE INDEX IF NOT EXISTS mail_content ON mail (content)"));
  }

  /** Takes back {@link #indexCopies()}, before many mails are added. */
  public void dropCopiesIndex() throws IOException {
    run(() -> execute("DROP INDEX IF EXISTS mail_content"));
  }

  /** Mails with the same content as this one, itself among them, in the order of intake. */
  public List<Mail> copies(Mail mail) throws IOException {
    return list("WHERE m.content = ? ORDER BY m.id", mail.content());
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

  /**
   * Changes what becomes of a mail.
   *
   * @throws IllegalArgumentException where the mail's state does not allow it
   */
  public void setState(long mail, MailState next) throws IOException {
    run(() -> {
      MailState now = MailState.of((int) count("SELECT state FROM mail WHERE id = " + mail));
      if (!now.mayBecome(next)) {
        throw new IllegalArgumentException("mail " + mail + " is " + now + ", not " + next);
      }
      execute("UPDATE mail SET state = " + next.code() + " WHERE id = " + mail);
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

  /** The number of mails in each state; every state is a key. */
  public Map<MailState, Long> counts() throws IOException {
    return call(() -> {
      Map<MailState, Long> counts = new EnumMap<>(MailState.class);
      for (MailState state : MailState.values()) {
        counts.put(state, count("SELECT count(*) FROM mail WHERE state = " + state.code()));
      }
      return counts;
    });
  }

  private void addThread(long id, ThreadFacts facts) throws SQLException {
    addThread.setLong(1, id);
    addThread.setLong(2, facts.thread());
    setLong(addThread, 3, facts.messageId());
    addThread.setBytes(4, pack(facts.ids()));
    setLong(addThread, 5, facts.subject());
    addThread.setBoolean(6, facts.reply());
    addThread.setBytes(7, pack(facts.correspondents()));
    addThread.executeUpdate();
  }

  private void addFindings(long id, int position, List<Finding> findings) throws SQLException {
    for (Finding finding : findings) {
      addFinding.setLong(1, id);
      addFinding.setInt(2, position++);
      addFinding.setString(3, finding.kind());
      addFinding.setString(4, finding.place());
      addFinding.setString(5, finding.excerpt());
      addFinding.executeUpdate();
    }
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

  private static Mail read(ResultSet r) throws SQLException {
    return new Mail(
        r.getLong(1),
        r.getBytes(2),
        MailState.of(r.getInt(3)),
        date(r, 4),
        r.getBytes(5),
        r.getBytes(6),
        r.getInt(7),
        new SegmentPlace(r.getInt(8), r.getLong(9), r.getInt(10), r.getInt(11), r.getInt(12)),
        r.getLong(13),
        r.getInt(14),
        r.getLong(15));
  }

  private long count(String sql) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(sql);
        ResultSet r = s.executeQuery()) {
      return r.next() ? r.getLong(1) : 0;
    }
  }

  private void execute(String sql) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(sql)) {
      s.executeUpdate();
    }
  }

  private static void setLong(PreparedStatement s, int index, @Nullable Long value)
      throws SQLException {
    if (value == null) {
      s.setNull(index, Types.BIGINT);
    } else {
      s.setLong(index, value);
    }
  }

  private static @Nullable Long longOrNull(ResultSet r, int column) throws SQLException {
    long value = r.getLong(column);
    return r.wasNull() ? null : value;
  }

  private static @Nullable Instant date(ResultSet r, int column) throws SQLException {
    Long seconds = longOrNull(r, column);
    return seconds == null ? null : Instant.ofEpochSecond(seconds);
  }

  private static byte[] pack(long[] keys) {
    ByteBuffer packed = ByteBuffer.allocate(keys.length * Long.BYTES);
    packed.asLongBuffer().put(keys);
    return packed.array();
  }

  private static long[] unpack(byte @Nullable [] packed) {
    LongBuffer keys = ByteBuffer.wrap(packed == null ? new byte[0] : packed).asLongBuffer();
    long[] all = new long[keys.remaining()];
    keys.get(all);
    return all;
  }
}
