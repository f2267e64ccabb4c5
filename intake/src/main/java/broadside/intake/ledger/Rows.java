package broadside.intake.ledger;

import broadside.proof.release.SignatureVerdict;
import broadside.proof.text.FormatException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How values are kept in columns. */
final class Rows {
  private static final String UNSIGNED = "[]";

  private Rows() {}

  static void setLong(PreparedStatement s, int index, @Nullable Long value) throws SQLException {
    if (value == null) {
      s.setNull(index, Types.BIGINT);
    } else {
      s.setLong(index, value);
    }
  }

  static @Nullable Long longOrNull(ResultSet r, int column) throws SQLException {
    long value = r.getLong(column);
    return r.wasNull() ? null : value;
  }

  /** Dates are seconds since 1970 in UTC. */
  static @Nullable Instant date(ResultSet r, int column) throws SQLException {
    Long seconds = longOrNull(r, column);
    return seconds == null ? null : Instant.ofEpochSecond(seconds);
  }

  /** Lists of keys are 8 bytes each, big-endian. */
  static byte[] pack(long[] keys) {
    ByteBuffer packed = ByteBuffer.allocate(keys.length * Long.BYTES);
    packed.asLongBuffer().put(keys);
    return packed.array();
  }

  /** The inverse of {@link #pack}; an empty blob is read as null by the driver. */
  static long[] unpack(byte @Nullable [] packed) {
    LongBuffer keys = ByteBuffer.wrap(packed == null ? new byte[0] : packed).asLongBuffer();
    long[] all = new long[keys.remaining()];
    keys.get(all);
    return all;
  }

  /** What signatures are worth is kept as a manifest line has it. */
  static @Nullable String print(@Nullable List<SignatureVerdict> verdicts) {
    if (verdicts == null) {
      return null;
    }
    return verdicts.isEmpty() ? UNSIGNED : SignatureVerdict.print(verdicts);
  }

  /** The inverse of {@link #print}. */
  static @Nullable List<SignatureVerdict> verdicts(ResultSet r, int column)
      throws SQLException, LedgerException {
    String text = r.getString(column);
    if (text == null || text.equals(UNSIGNED)) {
      return text == null ? null : List.of();
    }
    try {
      return SignatureVerdict.parse(text);
    } catch (FormatException e) {
      throw new LedgerException(
          LedgerException.Reason.DAMAGED,
          "private/ledger.db is damaged: " + e.getMessage() + "; restore it from a copy.");
    }
  }

  /** The first column of the first row, or 0 where there is none. */
  static long number(Connection connection, String sql) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(sql);
        ResultSet r = s.executeQuery()) {
      return r.next() ? r.getLong(1) : 0;
    }
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(sql)) {
      s.executeUpdate();
    }
  }
}
