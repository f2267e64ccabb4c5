package broadside.intake.ledger;

import static broadside.intake.ledger.Ledger.call;
import static broadside.intake.ledger.Ledger.run;

import broadside.proof.policy.Policy;
import broadside.proof.statement.Continuation;
import broadside.proof.statement.Enclosure;
import broadside.proof.statement.SignedStatement;
import broadside.proof.statement.Statement;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** What editors signed, in the order of the log, and the policies under which they did. */
public final class Statements {
  /** As the index of format 8 has it, so that it is used. */
  static final String CONTINUATIONS =
      "SELECT position FROM statement WHERE substr(note, 1, 22) = X'%s' ORDER BY position"
          .formatted(
              HexFormat.of()
                  .withUpperCase()
                  .formatHex(
                      (Statement.FORMAT + Continuation.TYPE + "\n")
                          .getBytes(StandardCharsets.UTF_8)));

  private final Connection connection;

  Statements(Connection connection) {
    this.connection = connection;
  }

  /** How many there are: their positions have no gap, and are not counted one by one. */
  public long size() throws IOException {
    return call(
        () -> Rows.number(connection, "SELECT coalesce(max(position) + 1, 0) FROM statement"));
  }

  /** The entry at this position. */
  public byte[] at(long position) throws IOException {
    return call(() -> {
      try (PreparedStatement s =
          connection.prepareStatement("SELECT note FROM statement WHERE position = ?")) {
        s.setLong(1, position);
        ResultSet r = s.executeQuery();
        if (r.next()) {
          return r.getBytes(1);
        }
        throw new LedgerException(
            LedgerException.Reason.DAMAGED,
            "private/ledger.db is damaged: statement %d is not there; restore it from a copy."
                .formatted(position));
      }
    });
  }

  /** Appends one: the log is to have it. */
  public void add(SignedStatement statement) throws IOException {
    addEntry(statement.encode());
  }

  /** Appends an entry as the published log has it, be it a statement or one that is void. */
  public void addEntry(byte[] entry) throws IOException {
    long position = size();
    run(() -> {
      try (PreparedStatement s =
          connection.prepareStatement("INSERT INTO statement VALUES (?, ?)")) {
        s.setLong(1, position);
        s.setBytes(2, entry);
        s.executeUpdate();
      }
    });
  }

  /** The positions of entries that say they continue another log, be they valid or void. */
  public List<Long> continuations() throws IOException {
    return call(() -> {
      List<Long> positions = new ArrayList<>();
      try (PreparedStatement s = connection.prepareStatement(CONTINUATIONS)) {
        ResultSet r = s.executeQuery();
        while (r.next()) {
          positions.add(r.getLong(1));
        }
      }
      return positions;
    });
  }

  /** The entries from this position on. */
  public List<byte[]> from(long position) throws IOException {
    return call(() -> {
      List<byte[]> entries = new ArrayList<>();
      try (PreparedStatement s =
          connection.prepareStatement(
              "SELECT note FROM statement WHERE position >= ? ORDER BY position")) {
        s.setLong(1, position);
        ResultSet r = s.executeQuery();
        while (r.next()) {
          entries.add(r.getBytes(1));
        }
      }
      return entries;
    });
  }

  /** Adds a file that a statement names; the same may be there already. */
  public void addEnclosure(byte[] file) throws IOException {
    run(() -> {
      try (PreparedStatement s =
          connection.prepareStatement("INSERT OR IGNORE INTO enclosure VALUES (?, ?)")) {
        s.setBytes(1, SignedText.sha256(file));
        s.setBytes(2, file);
        s.executeUpdate();
      }
    });
  }

  /** True where the ledger has a file that a statement names. */
  public boolean holds(Enclosure enclosure) throws IOException {
    return call(() -> {
      try (PreparedStatement s =
          connection.prepareStatement("SELECT 1 FROM enclosure WHERE hash = ?")) {
        s.setBytes(1, HexFormat.of().parseHex(enclosure.sha256()));
        return s.executeQuery().next();
      }
    });
  }

  /** The bytes of a file that a statement names. */
  public byte[] enclosure(Enclosure enclosure) throws IOException {
    return call(() -> {
      try (PreparedStatement s =
          connection.prepareStatement("SELECT bytes FROM enclosure WHERE hash = ?")) {
        s.setBytes(1, HexFormat.of().parseHex(enclosure.sha256()));
        ResultSet r = s.executeQuery();
        if (r.next()) {
          return r.getBytes(1);
        }
        throw new LedgerException(
            LedgerException.Reason.DAMAGED,
            "private/ledger.db is damaged: it lacks %s; restore it from a copy."
                .formatted(enclosure.path()));
      }
    });
  }

  /** Adds the next version of the policy. */
  public void add(Policy policy) throws IOException {
    run(() -> {
      try (PreparedStatement s =
          connection.prepareStatement("INSERT INTO policy VALUES (?, ?, ?)")) {
        s.setInt(1, policy.version());
        s.setString(2, policy.log().print());
        s.setString(3, policy.roles().print());
        s.executeUpdate();
      }
    });
  }

  /** All versions of the policy, from 1; none where the publication was never signed. */
  public List<Policy> policies() throws IOException {
    return call(() -> {
      List<Policy> policies = new ArrayList<>();
      try (PreparedStatement s =
              connection.prepareStatement("SELECT log, roles FROM policy ORDER BY version");
          ResultSet r = s.executeQuery()) {
        while (r.next()) {
          policies.add(
              Policy.parse(
                  r.getString(1).getBytes(StandardCharsets.UTF_8),
                  r.getString(2).getBytes(StandardCharsets.UTF_8)));
        }
      } catch (FormatException e) {
        throw new LedgerException(
            LedgerException.Reason.DAMAGED,
            "private/ledger.db is damaged: a policy cannot be read; restore it from a copy.");
      }
      return policies;
    });
  }
}
