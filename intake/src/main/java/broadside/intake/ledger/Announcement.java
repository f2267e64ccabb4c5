package broadside.intake.ledger;

import static broadside.intake.ledger.Ledger.call;
import static broadside.intake.ledger.Ledger.run;

import broadside.proof.log.ScheduleNote;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether readers are told of the plan, and what. */
public final class Announcement {
  private final Connection connection;

  Announcement(Connection connection) {
    this.connection = connection;
  }

  /**
   * What is told of each part besides its number and hour.
   *
   * @param titles true where its title is
   * @param counts true where it is how many mails it holds
   */
  public record Extent(boolean titles, boolean counts) {}

  /** What is told, or null where the plan is private. */
  public @Nullable Extent extent() throws IOException {
    Optional<Extent> told =
        call(() -> {
          try (PreparedStatement s =
                  connection.prepareStatement("SELECT titles, counts FROM announcement");
              ResultSet r = s.executeQuery()) {
            return r.next()
                ? Optional.of(new Extent(r.getBoolean(1), r.getBoolean(2)))
                : Optional.empty();
          }
        });
    return told.orElse(null);
  }

  /** From now on so much is told. */
  public void begin(Extent extent) throws IOException {
    run(() -> {
      end();
      try (PreparedStatement s =
          connection.prepareStatement("INSERT INTO announcement VALUES (1, ?, ?)")) {
        s.setBoolean(1, extent.titles());
        s.setBoolean(2, extent.counts());
        s.executeUpdate();
      }
    });
  }

  /** From now on nothing is told. */
  public void end() throws IOException {
    run(() -> Rows.execute(connection, "DELETE FROM announcement"));
  }

  /** The number of the newest release, sealed ones among them, or 0. */
  public int newest() throws IOException {
    return call(() ->
        Math.toIntExact(Rows.number(connection, "SELECT coalesce(max(number), 0) FROM release")));
  }

  /** True where a release was sealed, whatever became of it. */
  public boolean hasSealed() throws IOException {
    return call(() ->
        Rows.number(connection, "SELECT EXISTS (SELECT 1 FROM release WHERE seal IS NOT NULL)")
            == 1);
  }

  /**
   * The plan's parts with what is told of them. A count is that of all mails of a part, whatever
   * was decided on them; no mail is looked at, so that a large plan costs little.
   */
  public List<ScheduleNote.Part> parts(Extent extent) throws IOException {
    int before = newest();
    return call(() -> {
      List<ScheduleNote.Part> parts = new ArrayList<>();
      try (PreparedStatement s =
          connection.prepareStatement(
              "SELECT time, iif(?1, title, ''),"
                  + " iif(?2, (SELECT count(*) FROM planned WHERE part = position), 0)"
                  + " FROM part ORDER BY position")) {
        s.setBoolean(1, extent.titles());
        s.setBoolean(2, extent.counts());
        ResultSet r = s.executeQuery();
        while (r.next()) {
          parts.add(
              new ScheduleNote.Part(
                  before + parts.size() + 1,
                  Instant.ofEpochSecond(r.getLong(1)),
                  r.getString(2),
                  r.getLong(3)));
        }
      }
      return parts;
    });
  }
}
