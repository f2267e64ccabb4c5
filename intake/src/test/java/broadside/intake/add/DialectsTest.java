package broadside.intake.add;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import broadside.archive.About;
import broadside.intake.IntakeException;
import broadside.intake.PrivateDirectory;
import broadside.intake.Settings;
import broadside.intake.check.PrivateCheck;
import broadside.intake.ledger.Decisions.Action;
import broadside.intake.ledger.Decisions.Decision;
import broadside.intake.ledger.MailState;
import broadside.intake.segment.SegmentReader;
import broadside.intake.sign.Founding;
import broadside.mail.source.SourceCounter;
import broadside.mail.source.SourceFormat;
import broadside.mail.source.SourceOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A source that is added again as another dialect of mbox. */
class DialectsTest {
  private static final String SEPARATOR = "From clerk@harbour.example Mon Mar  1 10:00:00 2021\n";
  private static final String PLAIN =
      "From: clerk@harbour.example\nMessage-ID: <1@harbour.example>\nSubject: Tide\n\nHigh.\n";
  private static final String QUOTING =
      "From: clerk@harbour.example\nMessage-ID: <2@harbour.example>\nSubject: News\n\n>From here on.\n";
  private static final String UNQUOTED = QUOTING.replace(">From", "From");

  /** Whose writer was mboxrd for sure: what it quoted stands out of what the mail quotes. */
  private static final String MBOXRD =
      "From: clerk@harbour.example\nMessage-ID: <3@harbour.example>\nSubject: Rope\n\n>>From a\nand\n>>From b\nand\n";

  /** Two mails by their separators, one by the length that the first states. */
  private static final String LENGTHY =
      SEPARATOR + stating("4", "Full.\n\n" + SEPARATOR + PLAIN) + "\n";

  private static final String APPENDED = SEPARATOR + stating("5", "Slack.\n") + "\n";

  @TempDir Path parent;
  private Path publication;
  private Path inbox;

  @BeforeEach
  void create() throws IOException {
    publication = parent.resolve("pub");
    Founding.create(publication, new About("Harbour letters", "", "", "en", ""), Settings.DEFAULT);
    inbox =
        Files.writeString(
            parent.resolve("inbox"), SEPARATOR + PLAIN + "\n" + SEPARATOR + QUOTING + "\n");
  }

  @Test
  void readsAgainWhatWaits() throws IOException {
    add(null);
    assertThat(mails()).containsExactlyInAnyOrder(PLAIN, QUOTING);

    IntakeResult again = add(SourceFormat.MBOXRD);

    assertThat(mails()).containsExactlyInAnyOrder(PLAIN, UNQUOTED);
    assertThat(again.addsUp()).isTrue();
    assertThat(again.account().waiting()).isEqualTo(2);
    assertThat(again.account().gone()).isZero();
    assertThat(dialects()).isEqualTo(Map.of("mboxrd", 1L));
    assertWhole();
  }

  @Test
  void keepsWhatIsInAnotherFileToo() throws IOException {
    add(null);
    Path mail = Files.writeString(parent.resolve("2.eml"), QUOTING);
    add(mail, null);

    IntakeResult again = add(SourceFormat.MBOXRD);

    assertThat(mails()).containsExactlyInAnyOrder(PLAIN, QUOTING, UNQUOTED);
    assertThat(again.addsUp()).isTrue();
    assertWhole();
  }

  @Test
  void refusesWhereSomebodyHasDecided() throws IOException {
    add(null);
    try (PrivateDirectory directory = PrivateDirectory.open(publication)) {
      directory
          .ledger()
          .decisions()
          .add(new Decision(Instant.EPOCH, Action.ALLOW, "", ""), List.of(1L));
      directory.ledger().commit();
    }
    List<String> before = LedgerDump.of(publication);

    assertThatThrownBy(() -> add(SourceFormat.MBOXRD))
        .isInstanceOf(IntakeException.class)
        .hasMessageContainingAll("inbox was read as another dialect", "1 of its", "--dialect");

    assertThat(LedgerDump.of(publication)).isEqualTo(before);
    assertThat(add(null).known()).as("what it says to do works").isEqualTo(2);
    assertThat(add(SourceFormat.MBOXO).known()).isEqualTo(2);
  }

  @Test
  void goesOnInTheDialectOfTheFirstTimeWhateverComesToTheFile() throws IOException {
    add(null);
    Files.writeString(inbox, SEPARATOR + MBOXRD + "\n", StandardOpenOption.APPEND);

    IntakeResult grown = add(null);

    assertThat(grown.known()).isEqualTo(2);
    assertThat(mails()).containsExactlyInAnyOrder(PLAIN, QUOTING, MBOXRD);
    assertThat(dialects()).isEqualTo(Map.of("mboxo", 1L));
  }

  @Test
  void countsInTheDialectOfTheFirstTime() throws IOException {
    Path log = Files.writeString(parent.resolve("log"), LENGTHY);
    assertThat(add(log, SourceFormat.MBOXRD).addsUp()).isTrue();
    Files.writeString(log, APPENDED, StandardOpenOption.APPEND);

    assertHasOneMore(log);
  }

  @Test
  void countsTheMembersOfAnArchiveInTheDialectOfTheFirstTime() throws IOException {
    Path archive = zip(LENGTHY);
    assertThat(add(archive, SourceFormat.MBOXRD).addsUp()).isTrue();

    assertHasOneMore(zip(LENGTHY + APPENDED));
  }

  private void assertHasOneMore(Path source) throws IOException {
    assertThat(SourceCounter.count(source, SourceOptions.DEFAULT)).as("by lengths").isEqualTo(2);

    IntakeResult grown = add(source, null);

    assertThat(grown.addsUp()).isTrue();
    assertThat(grown.known()).isEqualTo(2);
    assertThat(grown.added()).isEqualTo(1);
  }

  private Path zip(String member) throws IOException {
    Path archive = parent.resolve("letters.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(archive))) {
      out.putNextEntry(new ZipEntry("log"));
      out.write(member.getBytes(StandardCharsets.US_ASCII));
    }
    return archive;
  }

  private static String stating(String id, String body) {
    return "From: clerk@harbour.example\nMessage-ID: <%s@harbour.example>\nSubject: Log\nContent-Length: %d\n\n%s"
        .formatted(id, body.length(), body);
  }

  private IntakeResult add(SourceFormat dialect) throws IOException {
    return add(inbox, dialect);
  }

  private IntakeResult add(Path source, SourceFormat dialect) throws IOException {
    SourceOptions options =
        new SourceOptions(dialect, SourceOptions.DEFAULT.mail(), SourceOptions.DEFAULT.archive());
    try (PrivateDirectory directory = PrivateDirectory.open(publication)) {
      return new Intake(directory, options).add(source, IntakeMonitor.NONE);
    }
  }

  private List<String> mails() throws IOException {
    List<String> mails = new ArrayList<>();
    try (PrivateDirectory directory = PrivateDirectory.read(publication);
        SegmentReader segments = SegmentReader.open(directory.mailDirectory())) {
      directory
          .ledger()
          .mails()
          .forEach(
              MailState.WAITING,
              mail ->
                  mails.add(new String(segments.read(mail.stored()), StandardCharsets.US_ASCII)));
    }
    return mails;
  }

  private Map<String, Long> dialects() throws IOException {
    try (PrivateDirectory directory = PrivateDirectory.read(publication)) {
      return directory
          .ledger()
          .dialects()
          .counts(directory.ledger().sources().accounts().getFirst().source());
    }
  }

  private void assertWhole() throws IOException {
    try (PrivateDirectory directory = PrivateDirectory.read(publication)) {
      assertThat(PrivateCheck.of(directory, () -> false, (n, b) -> {}).problems()).isEmpty();
    }
  }
}
