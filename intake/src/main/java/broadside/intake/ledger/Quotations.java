package broadside.intake.ledger;

import static broadside.intake.ledger.Ledger.call;
import static broadside.intake.ledger.Ledger.run;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Which passages mails quote, and which passages are withheld. */
public final class Quotations {
  private final Connection connection;

  Quotations(Connection connection) {
    this.connection = connection;
  }

  /** Receives what one mail quotes; must not write to the ledger meanwhile. */
  @FunctionalInterface
  public interface Visitor {
    void visit(long mail, long[] passages) throws IOException;
  }

  /** What each mail in this state quotes, where it quotes anything. */
  public void forEach(MailState state, Visitor visitor) throws IOException {
    run(() -> {
      try (PreparedStatement s =
          connection.prepareStatement(
              "SELECT q.mail, q.passages FROM quotation q JOIN mail m ON m.id = q.mail"
                  + " WHERE m.state = ? ORDER BY q.mail")) {
        s.setInt(1, state.code());
        ResultSet r = s.executeQuery();
        while (r.next()) {
          visitor.visit(r.getLong(1), Rows.unpack(r.getBytes(2)));
        }
      }
    });
  }

  /** Records the passages of a withheld mail, so that mails added later are held by them. */
  public void withhold(long mail, long[] passages) throws IOException {
    run(() -> {
      try (PreparedStatement s =
          connection.prepareStatement("INSERT OR IGNORE INTO withheld_passage VALUES (?, ?)")) {
        for (long passage : passages) {
          s.setLong(1, passage);
          s.setLong(2, mail);
          s.executeUpdate();
        }
      }
    });
  }

  /** Forgets the passages of mails that are no longer withheld; it reads all of them once. */
  public void allow(Collection<Long> mails) throws IOException {
    run(() -> {
      try (PreparedStatement s =
          connection.prepareStatement(
              "DELETE FROM withheld_passage WHERE mail IN (SELECT value FROM json_each(?))")) {
        s.setString(1, mails.toString());
        s.executeUpdate();
      }
    });
  }

  /** Every withheld passage, with the intake id of a mail that holds it. */
  public Map<Long, String> withheld() throws IOException {
    return call(() -> {
      Map<Long, String> passages = new HashMap<>();
      try (PreparedStatement s =
              connection.prepareStatement(
                  "SELECT w.passage, lower(substr(hex(m.hash), 1, 12))"
                      + " FROM withheld_passage w JOIN mail m ON m.id = w.mail ORDER BY 1, w.mail");
          ResultSet r = s.executeQuery()) {
        while (r.next()) {
          passages.putIfAbsent(r.getLong(1), r.getString(2));
        }
      }
      return passages;
    });
  }
}
