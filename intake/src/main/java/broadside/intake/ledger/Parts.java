package broadside.intake.ledger;

import static broadside.intake.ledger.Ledger.call;
import static broadside.intake.ledger.Ledger.run;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The plan of a series: its parts in their order, and which mails each holds. What is released is
 * not in it any more, and a part without mails is not there.
 */
public final class Parts {
  private static final String PARTS =
      "SELECT p.position, p.time, p.title, coalesce(sum(m.state = 0), 0),"
          + " coalesce(sum(m.state = 2), 0), coalesce(sum(m.state = 1), 0),"
          + " coalesce(sum(m.bytes) FILTER (WHERE m.state = 0), 0)"
          + " FROM (SELECT * FROM part ORDER BY position LIMIT ?) p"
          + " LEFT JOIN planned l ON l.part = p.position LEFT JOIN mail m ON m.id = l.mail"
          + " GROUP BY p.position ORDER BY p.position";

  private final Connection connection;

  Parts(Connection connection) {
    this.connection = connection;
  }

  /** True where there is no plan, or all of it is released. */
  public boolean isEmpty() throws IOException {
    return call(() -> Rows.number(connection, "SELECT EXISTS (SELECT 1 FROM part)") == 0);
  }

  /** The parts that come out next, at most {@code most}, in their order. */
  public List<Part> next(int most) throws IOException {
    return call(() -> {
      List<Part> parts = new ArrayList<>();
      try (PreparedStatement s = connection.prepareStatement(PARTS)) {
        s.setInt(1, most);
        ResultSet r = s.executeQuery();
        while (r.next()) {
          parts.add(
              new Part(
                  r.getInt(1),
                  Instant.ofEpochSecond(r.getLong(2)),
                  r.getString(3),
                  r.getLong(4),
                  r.getLong(5),
                  r.getLong(6),
                  r.getLong(7)));
        }
      }
      return parts;
    });
  }

  /** The part that comes out next, or null. */
  public @Nullable Part next() throws IOException {
    List<Part> next = next(1);
    return next.isEmpty() ? null : next.getFirst();
  }

  /** All parts, in their order. */
  public List<Part> all() throws IOException {
    return next(Integer.MAX_VALUE);
  }

  /** The zone in which the plan counts its days; UTC where there is no plan. */
  public ZoneId zone() throws IOException {
    return call(() -> {
      try (PreparedStatement s = connection.prepareStatement("SELECT zone FROM plan");
          ResultSet r = s.executeQuery()) {
        return r.next() ? ZoneId.of(r.getString(1)) : ZoneOffset.UTC;
      } catch (DateTimeException e) {
        throw new LedgerException(
            LedgerException.Reason.DAMAGED,
            "The plan's time zone is unknown here: "
                + e.getMessage()
                + ". Cut the plan anew, or use a newer Java.");
      }
    });
  }

  /** How many parts and mails there are in it. */
  public record Extent(long parts, long mails) {}

  /** How large the plan is. */
  public Extent extent() throws IOException {
    return call(() ->
        new Extent(
            Rows.number(connection, "SELECT count(*) FROM part"),
            Rows.number(connection, "SELECT count(*) FROM planned")));
  }

  /** Mails that no part holds: {@code waiting} would be numbered by a release of all. */
  public record Outside(long waiting, long held) {}

  /** What the plan does not hold. */
  public Outside outside() throws IOException {
    return call(() -> {
      try (PreparedStatement s =
              connection.prepareStatement(
                  "SELECT coalesce(sum(state <> 1), 0), coalesce(sum(state = 1), 0) FROM mail m"
                      + " WHERE state < 3 AND number IS NULL"
                      + " AND NOT EXISTS (SELECT 1 FROM planned WHERE mail = m.id)");
          ResultSet r = s.executeQuery()) {
        return new Outside(r.getLong(1), r.getLong(2));
      }
    });
  }

  /** Begins a plan in the place of what there was. */
  public void begin(ZoneId zone) throws IOException {
    run(() -> {
      drop();
      try (PreparedStatement s = connection.prepareStatement("INSERT INTO plan VALUES (1, ?)")) {
        s.setString(1, zone.getId());
        s.executeUpdate();
      }
    });
  }

  /** Adds a part, whose mails are to follow. */
  public void add(int position, Instant time, String title) throws IOException {
    run(() -> {
      try (PreparedStatement s = connection.prepareStatement("INSERT INTO part VALUES (?, ?, ?)")) {
        s.setInt(1, position);
        s.setLong(2, time.getEpochSecond());
        s.setString(3, title);
        s.executeUpdate();
      }
    });
  }

  /** Changes when a part comes out; the order of times is the caller's. */
  public void setTime(int position, Instant time) throws IOException {
    run(() ->
        Rows.execute(
            connection,
            "UPDATE part SET time = " + time.getEpochSecond() + " WHERE position = " + position));
  }

  /** Changes a part's title. */
  public void setTitle(int position, String title) throws IOException {
    run(() -> {
      try (PreparedStatement s =
          connection.prepareStatement("UPDATE part SET title = ? WHERE position = ?")) {
        s.setString(1, title);
        s.setInt(2, position);
        s.executeUpdate();
      }
    });
  }

  /** Puts the mails of a part into another, and removes it. */
  public void merge(int into, int from) throws IOException {
    run(() -> {
      Rows.execute(connection, "UPDATE planned SET part = " + into + " WHERE part = " + from);
      remove(from);
    });
  }

  /** Removes a part; mails that are still in it are in no part then. */
  public void remove(int position) throws IOException {
    run(() -> {
      Rows.execute(connection, "DELETE FROM planned WHERE part = " + position);
      Rows.execute(connection, "DELETE FROM part WHERE position = " + position);
      end();
    });
  }

  /** Takes the mails with these numbers out of the plan, and the parts that are empty then. */
  public void release(long first, long last) throws IOException {
    run(() -> {
      Rows.execute(
          connection,
          "DELETE FROM planned WHERE mail IN (SELECT id FROM mail WHERE number BETWEEN "
              + (first + " AND " + last + ")"));
      Rows.execute(
          connection,
          "DELETE FROM part WHERE NOT EXISTS (SELECT 1 FROM planned WHERE part = position)");
      end();
    });
  }

  /** Throws the plan away. */
  public void drop() throws IOException {
    run(() -> {
      for (String table : new String[] {"planned", "part", "plan"}) {
        Rows.execute(connection, "DELETE FROM " + table);
      }
    });
  }

  private void end() throws IOException {
    if (isEmpty()) {
      drop();
    }
  }
}
