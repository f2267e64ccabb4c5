package broadside.intake.ledger;

import static broadside.intake.ledger.Ledger.call;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What people decided, never changed afterwards. */
public final class Decisions {
  private final Connection connection;

  Decisions(Connection connection) {
    this.connection = connection;
  }

  /** What a decision does to its mails. */
  public enum Action {
    ALLOW(MailState.WAITING),
    WITHHOLD(MailState.WITHHELD),
    /** Published with parts removed; held as long as something is found in the rest. */
    REDACT(MailState.WAITING);

    private final MailState state;

    Action(MailState state) {
      this.state = state;
    }

    /** What the mails become. */
    public MailState state() {
      return state;
    }
  }

  /**
   * One decision.
   *
   * @param reason a reason code
   * @param note free text, or ""
   */
  public record Decision(Instant time, Action action, String reason, String note) {}

  /** Records a decision about these mails; their states are changed by the caller. */
  public void add(Decision decision, List<Long> mails) throws IOException {
    Ledger.run(() -> {
      long id;
      try (PreparedStatement s =
          connection.prepareStatement(
              "INSERT INTO decision (time, action, reason, note) VALUES (?, ?, ?, ?) RETURNING id")) {
        s.setLong(1, decision.time().getEpochSecond());
        s.setString(2, decision.action().name().toLowerCase(Locale.ROOT));
        s.setString(3, decision.reason());
        s.setString(4, decision.note());
        try (ResultSet r = s.executeQuery()) {
          id = r.getLong(1);
        }
      }
      try (PreparedStatement s =
          connection.prepareStatement("INSERT INTO decision_mail VALUES (?, ?)")) {
        for (long mail : mails) {
          s.setLong(1, id);
          s.setLong(2, mail);
          s.executeUpdate();
        }
      }
    });
  }

  /** The decisions about one mail, oldest first. */
  public List<Decision> of(long mail) throws IOException {
    return call(() -> {
      List<Decision> found = new ArrayList<>();
      try (PreparedStatement s =
          connection.prepareStatement(
              "SELECT d.time, d.action, d.reason, d.note FROM decision_mail m JOIN decision d ON d.id = m.decision WHERE m.mail = ? ORDER BY d.id")) {
        s.setLong(1, mail);
        ResultSet r = s.executeQuery();
        while (r.next()) {
          found.add(
              new Decision(
                  Instant.ofEpochSecond(r.getLong(1)),
                  Action.valueOf(r.getString(2).toUpperCase(Locale.ROOT)),
                  r.getString(3),
                  r.getString(4)));
        }
      }
      return found;
    });
  }
}
