package broadside.intake.add;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import broadside.archive.About;
import broadside.intake.IntakeException;
import broadside.intake.PrivateDirectory;
import broadside.intake.Settings;
import broadside.intake.check.PrivateCheck;
import broadside.intake.dkim.KeyLookup;
import broadside.intake.ledger.Finding;
import broadside.intake.ledger.Mail;
import broadside.intake.ledger.MailState;
import broadside.intake.ledger.SourceAccount;
import broadside.intake.ledger.Status;
import broadside.intake.segment.SegmentReader;
import broadside.intake.sign.Founding;
import broadside.mail.message.Message;
import broadside.mail.message.MessageParser;
import broadside.mail.source.MailSource;
import broadside.mail.source.Place;
import broadside.mail.source.Refusal;
import broadside.mail.source.SourceFormat;
import broadside.mail.source.SourceOptions;
import broadside.mail.source.SourceVisitor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntakeTest {
  @TempDir Path parent;
  private Path publication;

  @BeforeEach
  void create() throws IOException {
    publication = parent.resolve("pub");
    create(publication);
  }

  @Test
  void keepsEveryMailByteForByte() throws IOException {
    IntakeResult result = add(TestMails.mbox(parent.resolve("inbox"), 0, 700));
    assertThat(result.addsUp()).isTrue();
    assertThat(result.added()).isEqualTo(700);
    assertThat(result.account().expected()).isEqualTo(700);
    assertThat(result.account().waiting()).isEqualTo(700);
    try (PrivateDirectory directory = PrivateDirectory.read(publication);
        SegmentReader segments = SegmentReader.open(directory.mailDirectory())) {
      AtomicInteger number = new AtomicInteger();
      directory
          .ledger()
          .mails()
          .forEach(mail ->
              assertThat(new String(segments.read(mail.stored()), StandardCharsets.US_ASCII))
                  .isEqualTo(TestMails.mail(number.getAndIncrement())));
      assertThat(number).hasValue(700);
    }
  }

  @Test
  void addsNothingTheSecondTime() throws IOException {
    Path inbox = TestMails.mbox(parent.resolve("inbox"), 0, 300);
    add(inbox);
    List<String> before = LedgerDump.of(publication);
    IntakeResult again = add(inbox);
    assertThat(again.addsUp()).isTrue();
    assertThat(again.known()).isEqualTo(300);
    assertThat(again.added() + again.duplicates() + again.refused()).isZero();
    assertThat(LedgerDump.of(publication)).isEqualTo(before);
  }

  @Test
  void addsOnlyWhatIsNewInAMailboxThatHasGrown() throws IOException {
    Path inbox = TestMails.mbox(parent.resolve("inbox"), 0, 300);
    add(inbox);
    IntakeResult again = add(TestMails.mbox(inbox, 300, 310));
    assertThat(again.addsUp()).isTrue();
    assertThat(again.added()).isEqualTo(10);
    assertThat(again.account().waiting()).isEqualTo(310);
  }

  @Test
  void accountsForAMailboxThatHasShrunk() throws IOException {
    Path inbox = TestMails.mbox(parent.resolve("inbox"), 0, 30);
    add(inbox);
    Files.delete(inbox);
    SourceAccount account = add(TestMails.mbox(inbox, 0, 20)).account();
    assertThat(account.addsUp()).isTrue();
    assertThat(account.expected()).isEqualTo(20);
    assertThat(account.waiting()).isEqualTo(30);
    assertThat(account.gone()).isEqualTo(10);
  }

  @Test
  void countsIdenticalMailsOnceWhereverTheyLie() throws IOException {
    Path inbox = TestMails.mbox(parent.resolve("inbox"), 0, 40);
    TestMails.mbox(inbox, 10, 20);
    SourceAccount first = add(inbox).account();
    assertThat(first.waiting()).isEqualTo(40);
    assertThat(first.duplicate()).isEqualTo(10);
    assertThat(first.addsUp()).isTrue();
    Files.createDirectory(parent.resolve("other"));
    IntakeResult second = add(TestMails.mbox(parent.resolve("other/inbox"), 0, 40));
    assertThat(second.account().source().name()).isEqualTo("inbox (2)");
    assertThat(second.account().duplicate()).isEqualTo(40);
    assertThat(second.addsUp()).isTrue();
  }

  @Test
  void recordsWhatIsRefused() throws IOException {
    Path folder = Files.createDirectory(parent.resolve("folder"));
    TestMails.mbox(folder.resolve("a.mbox"), 0, 5);
    Files.write(folder.resolve("b.mbox"), new byte[] {0, 1, 2, 3, 4, 5, 6, 7});
    Files.createFile(folder.resolve("c.eml"));
    SourceAccount account = add(folder).account();
    assertThat(account.waiting()).isEqualTo(5);
    assertThat(account.refused()).isEqualTo(2);
    assertThat(account.addsUp()).isTrue();
    assertThat(add(folder).account()).isEqualTo(account);
  }

  @Test
  void noticesALostMailOnEveryReading() throws IOException {
    Path inbox = TestMails.mbox(parent.resolve("inbox"), 0, 50);
    Intake.Reading losing =
        visitor -> MailSource.open(inbox, SourceOptions.DEFAULT).read(new Tampering(visitor, 0));
    assertThat(add(publication, inbox, losing, IntakeTest::nothing, 2).addsUp()).isFalse();
    assertThat(add(inbox).addsUp()).isTrue();
    IntakeResult again = add(publication, inbox, losing, IntakeTest::nothing, 2);
    assertThat(again.addsUp()).isFalse();
    assertThat(again.account().expected()).isEqualTo(50);
  }

  @Test
  void noticesAMailCountedTwiceInPlaceOfAnother() throws IOException {
    Path inbox = TestMails.mbox(parent.resolve("inbox"), 0, 50);
    Intake.Reading doubling =
        visitor -> MailSource.open(inbox, SourceOptions.DEFAULT).read(new Tampering(visitor, 2));
    assertThat(add(publication, inbox, doubling, IntakeTest::nothing, 2).addsUp()).isFalse();
  }

  @Test
  @Tag("slow")
  void stopsWhenCancelledAndGoesOnLater() throws IOException {
    Path inbox = TestMails.mbox(parent.resolve("inbox"), 0, 900);
    AtomicInteger asked = new AtomicInteger();
    IntakeResult stopped;
    try (PrivateDirectory directory = PrivateDirectory.open(publication)) {
      stopped =
          new Intake(directory, SourceOptions.DEFAULT)
              .add(
                  inbox,
                  new IntakeMonitor() {
                    @Override
                    public boolean isCancelled() {
                      return asked.incrementAndGet() > 500;
                    }

                    @Override
                    public void counted(long bytes) {
                      asked.set(0); // what is counted is not met yet
                    }

                    @Override
                    public void progress(Progress progress) {}
                  });
    }
    assertThat(stopped.cancelled()).isTrue();
    assertThat(stopped.added()).isEqualTo(499); // the first of the 500 is the file
    assertThat(stopped.account().isComplete()).isFalse();
    assertThat(add(inbox).addsUp()).isTrue();
    assertSameAsCleanRun(inbox);
  }

  @Test
  void goesOnAfterAFailure() throws IOException {
    Path inbox = TestMails.mbox(parent.resolve("inbox"), 0, 900);
    Intake.Reading failing =
        visitor -> {
          MailSource.open(inbox, SourceOptions.DEFAULT).read(new Tampering(visitor, 0));
          throw new IOException("the disk is gone");
        };
    assertThatThrownBy(() -> add(publication, inbox, failing, IntakeTest::nothing, 2))
        .hasMessage("the disk is gone");
    Files.write(
        publication.resolve("private/mail/00000001.seg"),
        new byte[5_000],
        StandardOpenOption.APPEND);
    assertThat(add(inbox).addsUp()).isTrue();
    try (PrivateDirectory directory = PrivateDirectory.read(publication)) {
      assertThat(PrivateCheck.of(directory, () -> false, (n, b) -> {}).problems()).isEmpty();
    }
  }

  @Test
  @Tag("slow")
  void givesTheSameLedgerWithAnyNumberOfThreads() throws IOException {
    Path inbox = TestMails.mbox(parent.resolve("inbox"), 0, 1_500);
    TestMails.mbox(inbox, 100, 300);
    Intake.Reading reading = visitor -> MailSource.open(inbox, SourceOptions.DEFAULT).read(visitor);
    add(publication, inbox, reading, IntakeTest::nothing, 1);
    List<String> one = LedgerDump.of(publication);
    for (int workers : new int[] {2, 5}) {
      Path other = parent.resolve("pub" + workers);
      create(other);
      add(other, inbox, reading, IntakeTest::nothing, workers);
      assertThat(LedgerDump.of(other)).isEqualTo(one);
    }
  }

  @Test
  void holdsWhatSomethingWasFoundIn() throws IOException {
    Path inbox = TestMails.mbox(parent.resolve("inbox"), 0, 22);
    Finding finding = new Finding("test", "subject", "berth 3");
    IntakeResult result =
        add(
            publication,
            inbox,
            visitor -> MailSource.open(inbox, SourceOptions.DEFAULT).read(visitor),
            (message, mail, parser) ->
                message.subject().endsWith("berth 3") ? List.of(finding) : List.of(),
            2);
    assertThat(result.account().held()).isEqualTo(2);
    assertThat(result.addsUp()).isTrue();
    try (PrivateDirectory directory = PrivateDirectory.read(publication)) {
      List<Mail> held = new ArrayList<>();
      directory.ledger().mails().forEach(MailState.HELD, held::add);
      assertThat(held).extracting(Mail::id).containsExactly(4L, 15L);
      assertThat(directory.ledger().mails().findings(4)).containsExactly(finding);
    }
  }

  @Test
  void holdsAMailThatBreaksTheProgramAndGoesOn() throws IOException {
    Path inbox = TestMails.mbox(parent.resolve("inbox"), 0, 22);
    IntakeResult result =
        add(
            publication,
            inbox,
            visitor -> MailSource.open(inbox, SourceOptions.DEFAULT).read(visitor),
            (message, mail, parser) -> {
              if (message.subject().endsWith("berth 3")) {
                throw new IllegalStateException("a bug");
              }
              return List.of();
            },
            2);
    assertThat(result.account().held()).isEqualTo(2);
    assertThat(result.account().waiting()).isEqualTo(20);
  }

  @Test
  void holdsAttachmentsThatNobodyLookedIntoWhereTheSettingsSaySo() throws IOException {
    Path mail =
        Files.writeString(
            parent.resolve("plan.eml"),
            """
            From: clerk@harbour.example
            Subject: The plan of the quay
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=b

            --b

            See the plan.
            --b
            Content-Type: application/pdf; name=quay.pdf
            Content-Transfer-Encoding: base64

            JVBERi0xLjQK
            --b--
            """);
    assertThat(add(mail).account().waiting()).isEqualTo(1);
    try (PrivateDirectory directory = PrivateDirectory.read(publication)) {
      assertThat(Status.of(directory.ledger()).attachments()).isEqualTo(1);
    }
    Path careful = parent.resolve("careful");
    Founding.create(careful, new About("Harbour letters", "", "", "en", ""), new Settings(true));
    try (PrivateDirectory directory = PrivateDirectory.open(careful)) {
      IntakeResult result =
          new Intake(directory, SourceOptions.DEFAULT).add(mail, IntakeMonitor.NONE);
      assertThat(result.account().held()).isEqualTo(1);
      assertThat(directory.ledger().mails().findings(1))
          .extracting(Finding::kind, Finding::place)
          .containsExactly(tuple("attachment", "attachment quay.pdf"));
    }
  }

  @Test
  void saysThatThereIsNoSuchSource() throws IOException {
    assertThatThrownBy(() -> add(parent.resolve("nowhere")))
        .isInstanceOfSatisfying(
            IntakeException.class,
            e -> assertThat(e.refusal()).isEqualTo(IntakeException.Refusal.NO_SUCH_SOURCE));
  }

  /** Passes on everything, but drops the 17th mail, and gives the 18th one so many times more. */
  private static final class Tampering implements SourceVisitor {
    private final SourceVisitor visitor;
    private final int doubled;
    private int mails;

    Tampering(SourceVisitor visitor, int doubled) {
      this.visitor = visitor;
      this.doubled = doubled;
    }

    @Override
    public void file(String file, SourceFormat format) throws IOException {
      visitor.file(file, format);
    }

    @Override
    public void mail(Place place, byte[] bytes) throws IOException {
      mails++;
      if (mails != 17) {
        visitor.mail(place, bytes);
      }
      if (mails == 18) {
        for (int i = 1; i < doubled; i++) {
          visitor.mail(place, bytes);
        }
      }
    }

    @Override
    public void refused(Place place, Refusal reason, String detail) throws IOException {
      visitor.refused(place, reason, detail);
    }

    @Override
    public void repaired(Place place, String what) throws IOException {
      visitor.repaired(place, what);
    }
  }

  private static List<Finding> nothing(Message message, byte[] mail, MessageParser parser) {
    return List.of();
  }

  private void assertSameAsCleanRun(Path source) throws IOException {
    Path clean = parent.resolve("clean");
    create(clean);
    try (PrivateDirectory directory = PrivateDirectory.open(clean)) {
      new Intake(directory, SourceOptions.DEFAULT).add(source, IntakeMonitor.NONE);
    }
    assertThat(LedgerDump.of(publication)).isEqualTo(LedgerDump.of(clean));
    assertThat(publication.resolve("private/mail/00000001.seg"))
        .hasSameBinaryContentAs(clean.resolve("private/mail/00000001.seg"));
  }

  private IntakeResult add(Path source) throws IOException {
    try (PrivateDirectory directory = PrivateDirectory.open(publication)) {
      return new Intake(directory, SourceOptions.DEFAULT).add(source, IntakeMonitor.NONE);
    }
  }

  private static IntakeResult add(
      Path publication, Path source, Intake.Reading reading, Detector detector, int workers)
      throws IOException {
    try (PrivateDirectory directory = PrivateDirectory.open(publication)) {
      return new Intake(
              directory, SourceOptions.DEFAULT, KeyLookup.of(directory.ledger()), detector, workers)
          .add(source, reading, IntakeMonitor.NONE);
    }
  }

  private static void create(Path publication) throws IOException {
    Founding.create(publication, new About("Harbour letters", "", "", "en", ""), Settings.DEFAULT);
  }
}
