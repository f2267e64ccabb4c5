package broadside.intake.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import broadside.intake.ledger.Decisions.Action;
import broadside.intake.ledger.Decisions.Decision;
import broadside.intake.ledger.NewMail.DefectCount;
import broadside.intake.ledger.NewMail.FilePlace;
import broadside.intake.segment.SegmentPlace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
  private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void names() {
    file = directory.resolve("ledger.db");
  }

  /** A machine in Iran writes other digits where a person is to read them. */
  @Test
  void isTheSameWhateverTheLocalesDigits() throws IOException {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.of("fa", "IR"));
    try (Ledger ledger = Ledger.open(file)) {
      assertThat("%d".formatted(7)).isNotEqualTo("7");
      assertThat(ledger.dkimKeys().names(1, 2)).isEmpty();
      assertThat(ledger.check()).isEmpty();
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void keepsEveryFieldOfAMail() throws IOException {
    NewMail mail = mail(7, NOW, List.of(new Finding("iban", "body", "DE89 **** 3000")));
    try (Ledger ledger = Ledger.open(file)) {
      long source = ledger.sources().file(source(ledger, 1, "inbox"), "inbox", "mboxrd");
      assertThat(source).isEqualTo(1);
      assertThat(ledger.additions().add(mail)).isEqualTo(1);
      ledger.commit();
    }
    try (Ledger ledger = Ledger.open(file)) {
      Mail read = ledger.mails().byPrefix("070707070707", 2).getFirst();
      assertThat(read.hash()).isEqualTo(mail.hash());
      assertThat(read.salt()).isEqualTo(mail.salt());
      assertThat(read.content()).isEqualTo(mail.content());
      assertThat(read.stored()).isEqualTo(mail.stored());
      assertThat(read.date()).isEqualTo(NOW);
      assertThat(read.thread()).isEqualTo(mail.thread().thread());
      assertThat(read.state()).isEqualTo(MailState.HELD);
      assertThat(ledger.mails().findings(1)).isEqualTo(mail.findings());
      assertThat(ledger.check()).isEmpty();
      List<ThreadFacts.OfMail> facts = new ArrayList<>();
      ledger.mails().threadFacts(MailState.HELD, facts::add);
      assertThat(facts)
          .usingRecursiveFieldByFieldElementComparator()
          .containsExactly(new ThreadFacts.OfMail(1, NOW, mail.thread()));
    }
  }

  @Test
  void takesAHashOnceAndKeepsEveryPlace() throws IOException {
    try (Ledger ledger = Ledger.open(file)) {
      ledger.sources().file(source(ledger, 1, "inbox"), "inbox", "mboxo");
      NewMail mail = mail(7, NOW, List.of());
      assertThat(ledger.additions().add(mail)).isEqualTo(1);
      assertThat(ledger.additions().add(mail)).isZero();
      assertThat(ledger.additions().addPlace(mail.hash(), mail.place())).isFalse();
      assertThat(ledger.additions().addPlace(mail.hash(), new FilePlace(1, 999, 10))).isTrue();
      assertThat(ledger.additions().addPlace(mail.hash(), new FilePlace(1, 999, 10))).isFalse();
      assertThat(ledger.additions().add(mail(8, NOW, List.of()))).isEqualTo(2);
    }
  }

  /** Whoever publishes asks for them, however long the log is. */
  @Test
  void entriesThatContinueALogAreFoundByAnIndex() throws Exception {
    try (Ledger ledger = Ledger.open(file)) {
      ledger.statements().addEntry("broadside/v1 receipt\n…".getBytes(StandardCharsets.UTF_8));
      ledger.statements().addEntry("broadside/v1 continue\n…".getBytes(StandardCharsets.UTF_8));
      assertThat(ledger.statements().continuations()).containsExactly(1L);
      ledger.commit();
    }
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement s = connection.createStatement()) {
      ResultSet plan = s.executeQuery("EXPLAIN QUERY PLAN " + Statements.CONTINUATIONS);
      assertThat(plan.getString("detail")).contains("INDEX statement_continuation");
    }
  }

  @Test
  void addsUpOnlyWhereNothingIsLost() throws IOException {
    try (Ledger ledger = Ledger.open(file)) {
      Source source = source(ledger, 1, "inbox");
      ledger.sources().begin(source, 4L);
      long inbox = ledger.sources().file(source, "inbox", "mboxo");
      ledger.additions().add(mail(1, NOW, List.of()));
      ledger.additions().add(mail(2, NOW, List.of(new Finding("iban", "body", "…"))));
      ledger.additions().addPlace(mail(1, NOW, List.of()).hash(), new FilePlace(inbox, 70, 9));
      assertThat(ledger.sources().account(source).isComplete()).isFalse();
      ledger.sources().complete(source, 0);
      assertThat(ledger.sources().account(source).addsUp()).isFalse();
      ledger.sources().refuse(new FilePlace(inbox, 80, 2), "not-mail", "no header");
      SourceAccount account = ledger.sources().account(source);
      assertThat(account.addsUp()).isTrue();
      assertThat(account.waiting()).isEqualTo(1);
      assertThat(account.held()).isEqualTo(1);
      assertThat(account.duplicate()).isEqualTo(1);
      assertThat(account.refused()).isEqualTo(1);
      assertThat(ledger.sources().refusals()).containsEntry("not-mail", 1L);
    }
  }

  @Test
  void tellsSourcesOfTheSameNameApart() throws IOException {
    try (Ledger ledger = Ledger.open(file)) {
      assertThat(source(ledger, 1, "inbox").name()).isEqualTo("inbox");
      assertThat(source(ledger, 2, "inbox").name()).isEqualTo("inbox (2)");
      assertThat(source(ledger, 3, "inbox").name()).isEqualTo("inbox (3)");
      assertThat(source(ledger, 2, "inbox").id()).isEqualTo(2);
    }
  }

  @Test
  void offersWaitingMailsByDateThenHashAndUndatedLast() throws IOException {
    try (Ledger ledger = Ledger.open(file)) {
      ledger.sources().file(source(ledger, 1, "inbox"), "inbox", "mboxo");
      ledger.additions().add(mail(5, null, List.of()));
      ledger.additions().add(mail(4, NOW.plusSeconds(1), List.of()));
      ledger.additions().add(mail(3, NOW, List.of()));
      ledger.additions().add(mail(2, NOW, List.of()));
      ledger.additions().add(mail(1, Instant.ofEpochSecond(-5), List.of()));
      ledger.additions().add(mail(0, NOW, List.of(new Finding("iban", "body", "…"))));
      assertThat(waiting(ledger, 99)).containsExactly(5L, 4L, 3L, 2L, 1L);
      assertThat(waiting(ledger, 2)).containsExactly(5L, 4L);
      ledger.mails().setNumber(5, 1, 1);
      assertThat(waiting(ledger, 99)).containsExactly(4L, 3L, 2L, 1L);
      assertThat(ledger.mails().counts())
          .containsEntry(MailState.RELEASED, 1L)
          .containsEntry(MailState.HELD, 1L)
          .containsEntry(MailState.WAITING, 4L);
    }
  }

  @Test
  void refusesAChangeThatTheStateDoesNotAllow() throws IOException {
    try (Ledger ledger = Ledger.open(file)) {
      ledger.sources().file(source(ledger, 1, "inbox"), "inbox", "mboxo");
      ledger.additions().add(mail(1, NOW, List.of()));
      ledger.mails().setNumber(1, 1, 1);
      assertThatThrownBy(() -> ledger.mails().setState(1, MailState.WITHHELD))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void findsCopiesWithAnIndexAndWithout() throws IOException {
    try (Ledger ledger = Ledger.open(file)) {
      ledger.sources().file(source(ledger, 1, "inbox"), "inbox", "mboxo");
      ledger.additions().add(mail(1, NOW, List.of()));
      ledger.additions().add(mail(2, NOW, List.of()));
      Mail mail = ledger.mails().mail(2);
      assertThat(ledger.mails().copies(mail)).extracting(Mail::id).containsExactly(2L);
      ledger.mails().indexCopies();
      assertThat(ledger.mails().copies(mail)).extracting(Mail::id).containsExactly(2L);
      ledger.mails().dropCopiesIndex();
    }
  }

  /** Read once for each mail, the passages would take minutes. */
  @Test
  void forgetsThePassagesOfManyMailsAtOnce() throws IOException {
    List<Long> mails = LongStream.rangeClosed(1, 20_000).boxed().toList();
    try (Ledger ledger = Ledger.open(file)) {
      ledger.sources().file(source(ledger, 1, "inbox"), "inbox", "mboxo");
      ledger.additions().add(mail(1, NOW, List.of()));
      for (long mail : mails) {
        ledger.quotations().withhold(mail, new long[] {mail, -mail, mail << 32, 7});
      }
      assertTimeout(
          Duration.ofSeconds(10), () -> ledger.quotations().allow(mails.subList(1, mails.size())));
      assertThat(ledger.quotations().withheld()).containsOnlyKeys(1L, -1L, 1L << 32, 7L);
      ledger.quotations().allow(List.of(1L));
      assertThat(ledger.quotations().withheld()).isEmpty();
    }
  }

  @Test
  void noticesARowThatNamesAMissingOne() throws IOException {
    try (Ledger ledger = Ledger.open(file)) {
      ledger.additions().add(mail(1, NOW, List.of()));
      assertThat(ledger.check()).anyMatch(line -> line.contains("mail 1 names a missing file"));
    }
  }

  @Test
  void keepsDecisions() throws IOException {
    try (Ledger ledger = Ledger.open(file)) {
      ledger.sources().file(source(ledger, 1, "inbox"), "inbox", "mboxo");
      ledger.additions().add(mail(1, NOW, List.of()));
      Decision decision = new Decision(NOW, Action.WITHHOLD, "personal-data", "a note");
      ledger.decisions().add(decision, List.of(1L));
      assertThat(ledger.decisions().of(1)).containsExactly(decision);
    }
  }

  @Test
  void forgetsWhatWasNotCommitted() throws IOException {
    try (Ledger ledger = Ledger.open(file)) {
      source(ledger, 1, "inbox");
    }
    try (Ledger ledger = Ledger.open(file)) {
      assertThat(ledger.sources().accounts()).isEmpty();
    }
  }

  @Test
  void refusesANewerFormat() throws Exception {
    Ledger.open(file).close();
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      statement.executeUpdate("PRAGMA user_version = 999");
    }
    assertThatThrownBy(() -> Ledger.open(file))
        .isInstanceOfSatisfying(
            LedgerException.class,
            e -> assertThat(e.reason()).isEqualTo(LedgerException.Reason.NEWER_FORMAT))
        .hasMessageContaining("format 999");
  }

  @Test
  void saysThatADamagedLedgerIsDamaged() throws IOException {
    Files.writeString(file, "this is no database, but it is long enough to be taken for one");
    assertThatThrownBy(() -> Ledger.open(file))
        .isInstanceOfSatisfying(
            LedgerException.class,
            e -> assertThat(e.reason()).isEqualTo(LedgerException.Reason.DAMAGED));
  }

  private static Source source(Ledger ledger, int key, String name) throws IOException {
    return ledger.sources().open(new byte[] {(byte) key}, name, NOW);
  }

  private static List<Long> waiting(Ledger ledger, long limit) throws IOException {
    List<Long> ids = new ArrayList<>();
    ledger.mails().waiting(limit, mail -> ids.add(mail.id()));
    return ids;
  }

  private static NewMail mail(int fill, @Nullable Instant date, List<Finding> findings) {
    return new NewMail(
        filled(32, fill),
        filled(16, fill + 1),
        filled(32, fill + 2),
        date,
        2,
        new SegmentPlace(1, 8, 100, 200, 12345),
        new FilePlace(1, 50, 210),
        new ThreadFacts(-42, 43L, new long[] {1, -2}, null, true, new long[] {3}),
        new long[] {-7, 8},
        SignatureFacts.UNSIGNED,
        findings,
        List.of(new DefectCount("bad-date", 1, "yesterday")));
  }

  private static byte[] filled(int length, int fill) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) fill);
    return bytes;
  }
}
