package broadside.intake.ledger;

import static broadside.intake.ledger.Ledger.call;
import static broadside.intake.ledger.Ledger.run;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Mails whose bytes were erased. Hashes, numbers and places stay, and what was committed to; what
 * the ledger quotes of them goes.
 */
public final class Erasures {
  private final Connection connection;
  private final PreparedStatement find;

  Erasures(Connection connection) throws SQLException {
    this.connection = connection;
    find =
        connection.prepareStatement(
            "SELECT time, reason, note, commitment FROM erasure WHERE mail = ?");
  }

  /**
   * What is known of one.
   *
   * @param reason a reason code
   * @param note free text, or ""
   * @param commitment to the bytes that were there, in hex
   */
  public record Erasure(Instant time, String reason, String note, String commitment) {}

  /**
   * Records that a mail's bytes are to be erased, and deletes what the ledger quotes of them:
   * findings, details of defects, forms with parts removed. Of one that was erased before, the
   * first time and reason stay, and what is left of it is to be erased again.
   */
  public void add(long mail, Erasure erasure) throws IOException {
    run(() -> {
      try (PreparedStatement s =
          connection.prepareStatement(
              "INSERT INTO erasure VALUES (?, ?, ?, ?, ?, 0) ON CONFLICT (mail) DO UPDATE SET done = 0")) {
        s.setLong(1, mail);
        s.setLong(2, erasure.time().getEpochSecond());
        s.setString(3, erasure.reason());
        s.setString(4, erasure.note());
        s.setBytes(5, HexFormat.of().parseHex(erasure.commitment()));
        s.executeUpdate();
      }
      for (String blanked :
          List.of(
              "UPDATE finding SET place = '', excerpt = ''",
              "UPDATE defect SET detail = ''",
              "UPDATE redaction SET deflated = X'00'")) { // an empty one is read as none
        Rows.execute(connection, blanked + " WHERE mail = " + mail);
      }
    });
  }

  /** What is known of a mail that was erased, or null where it was not. */
  public @Nullable Erasure of(long mail) throws IOException {
    List<Erasure> found = new ArrayList<>(1);
    run(() -> {
      find.setLong(1, mail);
      try (ResultSet r = find.executeQuery()) {
        if (r.next()) {
          found.add(
              new Erasure(
                  Instant.ofEpochSecond(r.getLong(1)),
                  r.getString(2),
                  r.getString(3),
                  HexFormat.of().formatHex(r.getBytes(4))));
        }
      }
    });
    return found.isEmpty() ? null : found.getFirst();
  }

  /** How many mails were erased. */
  public long count() throws IOException {
    return call(() -> Rows.number(connection, "SELECT count(*) FROM erasure"));
  }

  /** The mails whose bytes a stop may have left in the segments. */
  public List<Long> unfinished() throws IOException {
    return call(() -> {
      List<Long> mails = new ArrayList<>();
      try (PreparedStatement s =
              connection.prepareStatement("SELECT mail FROM erasure WHERE done = 0 ORDER BY mail");
          ResultSet r = s.executeQuery()) {
        while (r.next()) {
          mails.add(r.getLong(1));
        }
      }
      return mails;
    });
  }

  /** Records that no bytes of any erased mail are left. */
  public void finish() throws IOException {
    run(() -> Rows.execute(connection, "UPDATE erasure SET done = 1 WHERE done = 0"));
  }
}
