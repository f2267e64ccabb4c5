package broadside.intake.ledger;

import static broadside.intake.ledger.Ledger.run;

import broadside.archive.release.DeflatedMail;
import broadside.proof.release.Reason;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is published in the place of mails, and since when. */
public final class Redactions {
  private final Connection connection;
  private final PreparedStatement find;

  Redactions(Connection connection) throws SQLException {
    this.connection = connection;
    find =
        connection.prepareStatement(
            "SELECT reason, commitment, salt, bytes, crc, deflated FROM redaction"
                + " WHERE mail = ? AND position = ?");
  }

  /**
   * Puts a redaction in a mail's place, and forgets another of the same position.
   *
   * @param position {@link Redaction#FROM_RELEASE}, or that of the statement that says so
   */
  public void put(long mail, long position, Redaction redaction) throws IOException {
    run(() -> {
      try (PreparedStatement s =
          connection.prepareStatement(
              "INSERT OR REPLACE INTO redaction VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
        s.setLong(1, mail);
        s.setLong(2, position);
        s.setString(3, redaction.reason().code());
        s.setBytes(4, HexFormat.of().parseHex(redaction.commitment()));
        s.setBytes(5, redaction.salt());
        s.setInt(6, redaction.mail().bytes());
        s.setInt(7, redaction.mail().crc());
        s.setBytes(8, redaction.mail().deflated());
        s.executeUpdate();
      }
    });
  }

  /** What is published of a mail since a position, or null where that is not redacted. */
  public @Nullable Redaction of(long mail, long position) throws IOException {
    List<Redaction> found = new ArrayList<>(1);
    run(() -> {
      find.setLong(1, mail);
      find.setLong(2, position);
      try (ResultSet r = find.executeQuery()) {
        if (r.next()) {
          found.add(read(r, 1));
        }
      }
    });
    return found.isEmpty() ? null : found.getFirst();
  }

  /** False where something else is published of a mail from its release on. */
  public boolean isWhole(long mail) throws IOException {
    return of(mail, Redaction.FROM_RELEASE) == null;
  }

  /** Receives redactions; must not write to the ledger meanwhile. */
  @FunctionalInterface
  public interface Visitor {
    void visit(long mail, Redaction redaction) throws IOException;
  }

  /** Every redaction whose bytes were not erased, by mail and position. */
  public void forEach(Visitor visitor) throws IOException {
    forEach(
        "SELECT mail, reason, commitment, salt, bytes, crc, deflated FROM redaction"
            + " WHERE mail NOT IN (SELECT mail FROM erasure) ORDER BY mail, position",
        visitor);
  }

  private void forEach(String sql, Visitor visitor) throws IOException {
    run(() -> {
      try (PreparedStatement s = connection.prepareStatement(sql);
          ResultSet r = s.executeQuery()) {
        while (r.next()) {
          visitor.visit(r.getLong(1), read(r, 2));
        }
      }
    });
  }

  /** The redactions that are published from the release of their mails on, of these numbers. */
  public void forEachFromRelease(long first, long last, Visitor visitor) throws IOException {
    forEach(
        "SELECT r.mail, reason, commitment, r.salt, r.bytes, r.crc, r.deflated FROM mail m"
            + " JOIN redaction r ON r.mail = m.id AND r.position = 0 WHERE m.number BETWEEN "
            + first
            + " AND "
            + last
            + " AND m.state <> "
            + MailState.WITHHELD.code()
            + " ORDER BY m.number",
        visitor);
  }

  private static Redaction read(ResultSet r, int column) throws SQLException, LedgerException {
    try {
      return new Redaction(
          Reason.parse(r.getString(column)),
          HexFormat.of().formatHex(r.getBytes(column + 1)),
          r.getBytes(column + 2),
          new DeflatedMail(r.getBytes(column + 5), r.getInt(column + 3), r.getInt(column + 4)));
    } catch (FormatException e) {
      throw new LedgerException(
          LedgerException.Reason.DAMAGED,
          "private/ledger.db is damaged: a redaction has no reason; restore it from a copy.");
    }
  }
}
