package broadside.intake.ledger;

import static broadside.intake.ledger.Ledger.call;
import static broadside.intake.ledger.Ledger.run;

import broadside.intake.ledger.NewMail.DefectCount;
import broadside.intake.ledger.NewMail.FilePlace;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** What intake adds, a row at a time: its statements are kept, since they run for every mail. */
public final class Additions {
  private final Connection connection;
  private final PreparedStatement mail;
  private final PreparedStatement thread;
  private final PreparedStatement defect;
  private final PreparedStatement finding;
  private final PreparedStatement quotation;
  private final PreparedStatement signatureKey;
  private final PreparedStatement find;
  private final PreparedStatement duplicate;
  private final PreparedStatement segment;
  private long nextId;

  Additions(Connection connection) throws SQLException {
    this.connection = connection;
    mail =
        connection.prepareStatement(
            "INSERT OR IGNORE INTO mail VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, ?)");
    thread = connection.prepareStatement("INSERT INTO mail_thread VALUES (?, ?, ?, ?, ?, ?, ?)");
    defect = connection.prepareStatement("INSERT INTO defect VALUES (?, ?, ?, ?)");
    finding = connection.prepareStatement("INSERT INTO finding VALUES (?, ?, ?, ?, ?)");
    quotation = connection.prepareStatement("INSERT INTO quotation VALUES (?, ?)");
    signatureKey = connection.prepareStatement("INSERT INTO signature_key VALUES (?, ?)");
    find = connection.prepareStatement("SELECT id, file, file_offset FROM mail WHERE hash = ?");
    duplicate = connection.prepareStatement("INSERT OR IGNORE INTO duplicate VALUES (?, ?, ?, ?)");
    segment =
        connection.prepareStatement(
            "INSERT INTO segment VALUES (?, ?) ON CONFLICT (number) DO UPDATE SET bytes = excluded.bytes");
    readNextId();
  }

  /**
   * Adds a mail, held where something was found in it, else waiting.
   *
   * @return its id, or 0 where a mail with the same hash is there
   */
  public long add(NewMail added) throws IOException {
    return call(() -> {
      mail.setLong(1, nextId);
      mail.setBytes(2, added.hash());
      mail.setInt(3, (added.findings().isEmpty() ? MailState.WAITING : MailState.HELD).code());
      Rows.setLong(mail, 4, added.date() == null ? null : added.date().getEpochSecond());
      mail.setBytes(5, added.content());
      mail.setBytes(6, added.salt());
      mail.setInt(7, added.stored().bytes());
      mail.setInt(8, added.stored().segment());
      mail.setLong(9, added.stored().offset());
      mail.setInt(10, added.stored().deflated());
      mail.setInt(11, added.stored().crc());
      mail.setLong(12, added.place().file());
      mail.setLong(13, added.place().offset());
      mail.setLong(14, added.place().length());
      mail.setInt(15, added.attachments());
      mail.setString(16, Rows.print(added.signatures().verdicts()));
      if (mail.executeUpdate() == 0) {
        return 0L;
      }
      long id = nextId++;
      addThread(id, added.thread());
      addDefects(id, added.defects());
      addFindings(id, 0, added.findings());
      addQuotation(id, added.quoted());
      addNames(id, added.signatures().names());
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
      find.setBytes(1, hash);
      try (ResultSet r = find.executeQuery()) {
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
      find.setBytes(1, hash);
      long id;
      try (ResultSet r = find.executeQuery()) {
        if (!r.next()) {
          throw new IllegalArgumentException("no mail " + HexFormat.of().formatHex(hash));
        }
        id = r.getLong(1);
        if (r.getLong(2) == place.file() && r.getLong(3) == place.offset()) {
          return false;
        }
      }
      duplicate.setLong(1, place.file());
      duplicate.setLong(2, place.offset());
      duplicate.setLong(3, id);
      duplicate.setLong(4, place.length());
      return duplicate.executeUpdate() == 1;
    });
  }

  /** Adds reasons to hold a mail; its state stays. */
  public void addFindings(long id, List<Finding> findings) throws IOException {
    run(() -> {
      String had = "SELECT count(*) FROM finding WHERE mail = " + id;
      addFindings(id, (int) Rows.number(connection, had), findings);
    });
  }

  /** Says anew why a mail is held; its state stays. */
  public void replaceFindings(long id, List<Finding> findings) throws IOException {
    run(() -> {
      Rows.execute(connection, "DELETE FROM finding WHERE mail = " + id);
      addFindings(id, 0, findings);
    });
  }

  /** Says how many bytes of a segment belong to the ledger. */
  public void setSegment(int number, long bytes) throws IOException {
    run(() -> {
      segment.setInt(1, number);
      segment.setLong(2, bytes);
      segment.executeUpdate();
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

  /** Reads from the database what may have changed by a rollback. */
  void readNextId() throws SQLException {
    nextId = Rows.number(connection, "SELECT coalesce(max(id), 0) + 1 FROM mail");
  }

  private void addThread(long id, ThreadFacts facts) throws SQLException {
    thread.setLong(1, id);
    thread.setLong(2, facts.thread());
    Rows.setLong(thread, 3, facts.messageId());
    thread.setBytes(4, Rows.pack(facts.ids()));
    Rows.setLong(thread, 5, facts.subject());
    thread.setBoolean(6, facts.reply());
    thread.setBytes(7, Rows.pack(facts.correspondents()));
    thread.executeUpdate();
  }

  private void addDefects(long id, List<DefectCount> defects) throws SQLException {
    for (DefectCount count : defects) {
      defect.setLong(1, id);
      defect.setString(2, count.kind());
      defect.setInt(3, count.count());
      defect.setString(4, count.detail());
      defect.executeUpdate();
    }
  }

  private void addFindings(long id, int position, List<Finding> findings) throws SQLException {
    int next = position;
    for (Finding found : findings) {
      finding.setLong(1, id);
      finding.setInt(2, next++);
      finding.setString(3, found.kind());
      finding.setString(4, found.place());
      finding.setString(5, found.excerpt());
      finding.executeUpdate();
    }
  }

  private void addNames(long id, Set<String> names) throws SQLException {
    for (String name : names) {
      signatureKey.setLong(1, id);
      signatureKey.setString(2, name);
      signatureKey.executeUpdate();
    }
  }

  private void addQuotation(long id, long[] passages) throws SQLException {
    if (passages.length > 0) {
      quotation.setLong(1, id);
      quotation.setBytes(2, Rows.pack(passages));
      quotation.executeUpdate();
    }
  }
}
