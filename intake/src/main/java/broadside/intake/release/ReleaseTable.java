package broadside.intake.release;

import broadside.intake.ledger.Ledger;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.Optional;

/** The ledger's table {@code release}. */
final class ReleaseTable {
  private final Ledger ledger;

  ReleaseTable(Ledger ledger) {
    this.ledger = ledger;
  }

  /** The newest release. */
  Optional<ReleaseRow> newest() throws IOException {
    return ledger.with(connection -> {
      try (PreparedStatement s = connection.prepareStatement("SELECT max(number) FROM release");
          ResultSet r = s.executeQuery()) {
        int number = r.getInt(1);
        return r.wasNull() ? Optional.empty() : find(number);
      }
    });
  }

  /** The release with this number. */
  Optional<ReleaseRow> find(int number) throws IOException {
    return ledger.with(connection -> {
      try (PreparedStatement s =
          connection.prepareStatement(
              "SELECT number, first, count, title, time, about, statement, policy, position, seal FROM release"
                  + " WHERE number = ?")) {
        s.setInt(1, number);
        ResultSet r = s.executeQuery();
        return r.next()
            ? Optional.of(
                new ReleaseRow(
                    r.getInt(1),
                    r.getLong(2),
                    r.getLong(3),
                    r.getString(4),
                    Instant.ofEpochSecond(r.getLong(5)),
                    r.getBytes(6),
                    r.getBytes(7),
                    r.getInt(8),
                    r.getLong(9),
                    r.getBytes(10)))
            : Optional.empty();
      }
    });
  }

  /** Says that a release is sealed. */
  void seal(int number, byte[] sha256) throws IOException {
    ledger.with(connection -> {
      try (PreparedStatement s =
          connection.prepareStatement("UPDATE release SET seal = ? WHERE number = ?")) {
        s.setBytes(1, sha256);
        s.setInt(2, number);
        return s.executeUpdate();
      }
    });
  }

  void add(ReleaseRow row) throws IOException {
    ledger.with(connection -> {
      try (PreparedStatement s =
          connection.prepareStatement(
              "INSERT INTO release VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
        s.setInt(1, row.number());
        s.setLong(2, row.first());
        s.setLong(3, row.count());
        s.setString(4, row.title());
        s.setLong(5, row.time().getEpochSecond());
        s.setBytes(6, row.about());
        s.setBytes(7, row.statement());
        s.setInt(8, row.policy());
        s.setLong(9, row.position());
        s.setBytes(10, row.seal());
        return s.executeUpdate();
      }
    });
  }
}
