package broadside.intake.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.mail.dkim.DomainKey;
import broadside.proof.release.SignatureVerdict;
import broadside.proof.statement.Enclosure;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ledgers that older versions of the program made, by the same files that made them. */
class MigrationTest {
  private static final byte[] NOTICE = "Not free.\n".getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void names() {
    file = directory.resolve("ledger.db");
  }

  @Test
  void everyFormatIsBroughtToTheNewest() throws IOException, SQLException {
    Ledger.open(file).close();
    List<String> schema = schema(file);
    for (int format = 1; format < Ledger.FORMAT; format++) {
      Path old = directory.resolve("format-" + format + ".db");
      make(old, format).close();
      try (Ledger ledger = Ledger.open(old)) {
        assertThat(ledger.check()).isEmpty();
      }
      assertThat(schema(old)).as("from format %d", format).isEqualTo(schema);
    }
  }

  @Test
  void format4KeepsItsCorrections() throws IOException, SQLException {
    try (Connection connection = make(file, 4);
        PreparedStatement s = connection.prepareStatement("INSERT INTO correction VALUES (?, ?)")) {
      s.setBytes(1, SignedText.sha256(NOTICE));
      s.setBytes(2, NOTICE);
      s.executeUpdate();
    }
    try (Ledger ledger = Ledger.open(file)) {
      Enclosure enclosure = new Enclosure(Enclosure.Kind.CORRECTION, SignedText.sha256Hex(NOTICE));
      assertThat(ledger.statements().enclosure(enclosure)).isEqualTo(NOTICE);
      ledger.statements().addEnclosure(NOTICE); // the same, which is there
      byte[] list = {1, 2, 3};
      ledger.statements().addEnclosure(list);
      ledger.commit();
      assertThat(
              ledger
                  .statements()
                  .enclosure(new Enclosure(Enclosure.Kind.VERDICTS, SignedText.sha256Hex(list))))
          .isEqualTo(list);
    }
  }

  @Test
  void nobodyHasLookedAtTheMailsOfFormat4() throws IOException, SQLException {
    try (Connection connection = make(file, 4);
        Statement s = connection.createStatement()) {
      for (int id = 1; id <= 3; id++) {
        s.executeUpdate(
            "INSERT INTO mail (id, hash, state, content, salt, bytes, segment, offset, deflated, crc,"
                + " file, file_offset, file_length, attachments, release, number) VALUES ("
                + id
                + ", x'%064x', ".formatted(id)
                + (id == 1 ? 3 : 0)
                + ", zeroblob(16), zeroblob(32), 1, 1, 8, 1, 1, 1, 1, 1, 0, "
                + (id == 1 ? "1, 1)" : "NULL, NULL)"));
        s.executeUpdate(
            "INSERT INTO mail_thread (mail, thread, ids, reply, correspondents) VALUES ("
                + id
                + ", 1, x'', 0, x'')");
      }
    }
    try (Ledger ledger = Ledger.open(file)) {
      assertThat(ledger.mails().mail(1).dkim()).isNull();
      assertThat(ledger.dkimKeys().unsettled(false)).containsExactly(2L, 3L);
      assertThat(ledger.dkimKeys().unsettled(true)).containsExactly(1L);
      assertThat(ledger.dkimKeys().ofRelease(1)).isEmpty();
      List<SignatureVerdict> verdicts =
          List.of(
              new SignatureVerdict("pass", 0, "harbour.example", "s1", "file", "unquoted"),
              new SignatureVerdict("weak", 2, "list.example", "s2", "dns", ""));
      String name = "s1._domainkey.harbour.example";
      ledger.dkimKeys().put(2, new SignatureFacts(verdicts, Set.of(name)));
      ledger.dkimKeys().put(3, SignatureFacts.UNSIGNED);
      assertThat(ledger.mails().mail(2).dkim()).isEqualTo(verdicts);
      assertThat(ledger.mails().mail(3).dkim()).isEmpty();
      assertThat(ledger.dkimKeys().namesOf(2)).containsExactly(name);
      assertThat(ledger.dkimKeys().unsettled(false)).isEmpty();
      DomainKey key = new DomainKey(name, "p=1", "file", LocalDate.of(2026, 1, 2), false);
      assertThat(ledger.dkimKeys().add(key)).isTrue();
      assertThat(ledger.mails().mail(2).dkim()).isNull();
      assertThat(ledger.dkimKeys().all()).containsExactly(key);
      ledger.dkimKeys().addToRelease(2, List.of("b", "a"));
      assertThat(ledger.dkimKeys().ofRelease(2)).containsExactly("b", "a");
    }
  }

  @Test
  void aLedgerOfFormat6HasNoPlanAndTakesOne() throws IOException, SQLException {
    try (Connection connection = make(file, 6);
        Statement s = connection.createStatement()) {
      for (int id = 1; id <= 3; id++) {
        s.executeUpdate(
            "INSERT INTO mail (id, hash, state, content, salt, bytes, segment, offset, deflated, crc,"
                + " file, file_offset, file_length, attachments) VALUES ("
                + id
                + ", x'%064x', 0, zeroblob(16), zeroblob(32), %d, 1, 8, 1, 1, 1, 1, 1, 0)"
                    .formatted(id, 10 * id));
      }
    }
    try (Ledger ledger = Ledger.open(file)) {
      Parts parts = ledger.parts();
      assertThat(parts.isEmpty()).isTrue();
      assertThat(parts.zone()).isEqualTo(ZoneOffset.UTC);
      assertThat(parts.outside()).isEqualTo(new Parts.Outside(3, 0));
      parts.begin(ZoneId.of("Europe/Berlin"));
      parts.add(1, Instant.EPOCH, "One");
      ledger.with(connection -> {
        try (Statement s = connection.createStatement()) {
          return s.executeUpdate("INSERT INTO planned VALUES (2, 1), (3, 1)");
        }
      });
      assertThat(parts.all()).containsExactly(new Part(1, Instant.EPOCH, "One", 2, 0, 0, 50));
      assertThat(parts.outside()).isEqualTo(new Parts.Outside(1, 0));
      assertThat(ledger.mails().assignNumbersOfPart(1, 1, 1)).isEqualTo(2);
      parts.release(1, 2);
      ledger.commit();
      assertThat(parts.extent()).isEqualTo(new Parts.Extent(0, 0));
      assertThat(parts.zone()).isEqualTo(ZoneOffset.UTC);
    }
  }

  /** A ledger as a program made it whose newest format was this. */
  private static Connection make(Path file, int format) throws IOException, SQLException {
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    try (Statement s = connection.createStatement()) {
      s.executeUpdate("PRAGMA journal_mode = WAL");
      for (int number = 1; number <= format; number++) {
        for (String sql : sql(number).split(";\\s*\n", -1)) {
          s.executeUpdate(sql);
        }
      }
      s.executeUpdate("PRAGMA application_id = " + 0x42525344);
      s.executeUpdate("PRAGMA user_version = " + format);
    }
    return connection;
  }

  private static String sql(int number) throws IOException {
    try (InputStream in = Ledger.class.getResourceAsStream("%03d.sql".formatted(number))) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Tables, indices and the format. */
  private static List<String> schema(Path file) throws SQLException {
    List<String> schema = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement s = connection.createStatement()) {
      try (ResultSet r =
          s.executeQuery("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name")) {
        while (r.next()) {
          schema.add(r.getString(1) + " " + r.getString(2) + " " + r.getString(3));
        }
      }
      try (ResultSet r = s.executeQuery("PRAGMA user_version")) {
        schema.add("format " + r.getInt(1));
      }
    }
    return schema;
  }
}
