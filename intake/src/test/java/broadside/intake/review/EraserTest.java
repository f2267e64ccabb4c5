package broadside.intake.review;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import broadside.archive.release.CheckMonitor;
import broadside.archive.verify.Audit;
import broadside.archive.verify.Finding.Kind;
import broadside.intake.IntakeException;
import broadside.intake.PrivateDirectory;
import broadside.intake.StopAfter;
import broadside.intake.check.PrivateCheck;
import broadside.intake.ledger.Decisions.Action;
import broadside.intake.ledger.Erasures.Erasure;
import broadside.intake.ledger.Finding;
import broadside.intake.ledger.Mail;
import broadside.intake.release.Letters;
import broadside.intake.release.ReleaseChoice;
import broadside.intake.release.ReleaseMonitor;
import broadside.intake.release.Withdrawer;
import broadside.intake.segment.ErasedMailException;
import broadside.intake.segment.SegmentReader;
import broadside.intake.sign.Keys;
import broadside.intake.sign.Passphrases;
import broadside.proof.release.Commitment;
import broadside.proof.release.Reason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EraserTest {
  @TempDir Path directory;
  private Letters letters;
  private Path segment;

  @BeforeEach
  void letters() throws IOException {
    letters = Letters.create(directory.resolve("pub"));
    letters.add(1, 2, 3, 4);
    segment = letters.publication().resolve("private/mail/00000001.seg");
  }

  @Test
  void aWithheldMailIsGoneAndItsNumberStaysCommittedToIt() throws IOException {
    letters.withhold(2, Reason.SAFETY);
    Mail mail = mail(2);
    String commitment;
    try (SegmentReader segments = SegmentReader.open(segment.getParent())) {
      byte[] eml = segments.read(mail.stored());
      commitment = HexFormat.of().formatHex(Commitment.toMail(mail.salt(), eml));
    }
    byte[] before = Files.readAllBytes(segment);
    erase(mail.intakeId());
    byte[] after = Files.readAllBytes(segment);
    int from = (int) mail.stored().dataOffset();
    int to = (int) mail.stored().end();
    assertThat(Arrays.copyOfRange(after, from, to)).containsOnly(0);
    assertThat(Arrays.copyOf(after, (int) mail.stored().offset()))
        .isEqualTo(Arrays.copyOf(before, (int) mail.stored().offset()));
    assertThat(Arrays.copyOfRange(after, to, after.length))
        .isEqualTo(Arrays.copyOfRange(before, to, before.length));
    assertWhole(1);

    letters.release(ReleaseChoice.ALL);

    assertThat(Files.readString(letters.publicDirectory().resolve("releases/1/manifest")))
        .contains(commitment, "safety");
    assertThat(letters.published()).containsExactly(1, 3, 4);
    assertAudited();
  }

  @Test
  void aWithdrawnMailIsGoneAndItsReleaseCanBeMadeAgain() throws IOException {
    letters.release(ReleaseChoice.ALL);
    withdraw(2);
    erase("2");
    withdraw(3);
    assertThat(letters.published()).containsExactly(1, 4);
    assertWhole(1);
    assertAudited();
  }

  /** What its line tells of a redacted mail was made of what was left of it, which goes too. */
  @Test
  @Tag("slow")
  void aRedactedMailThatWasWithdrawnIsGoneAndItsReleaseCanBeMadeAgain() throws IOException {
    byte[] redacted = "From: ann@harbour.example\n\nQuay nine.\n".getBytes(UTF_8);
    try (PrivateDirectory open = PrivateDirectory.open(letters.publication())) {
      Review review = new Review(open, Clock.systemUTC());
      Review.Redacted _ =
          review.redact(review.mail(mail(2).intakeId()), redacted, Reason.SAFETY, "");
    }
    letters.release(ReleaseChoice.ALL);
    withdraw(2);
    erase("2");
    withdraw(3);
    assertThat(letters.published()).containsExactly(1, 4);
    assertWhole(1);
    assertAudited();
    try (PrivateDirectory open = PrivateDirectory.read(letters.publication())) {
      List<Long> left = new ArrayList<>();
      open.ledger().redactions().forEach((mail, redaction) -> left.add(mail));
      assertThat(left).isEmpty();
    }
  }

  /** The ledger was restored from before: it does not know of the erasure. */
  @Test
  @Tag("slow")
  void aLedgerFromBeforeWithholdsAndErasesItAgain() throws IOException {
    Path ledger = letters.publication().resolve("private/ledger.db");
    letters.withhold(2, Reason.SAFETY);
    letters.add(5);
    byte[] whole = Files.readAllBytes(segment);
    Mail mail = mail(2);
    String id = mail.intakeId();
    erase(id);
    byte[] gone = Files.readAllBytes(segment);
    letters = Letters.create(directory.resolve("restored"));
    letters.add(1, 2, 3, 4, 5);
    segment = letters.publication().resolve("private/mail/00000001.seg");
    assertThat(Files.readAllBytes(segment)).isEqualTo(whole);
    Files.write(segment, gone);
    assertThat(ledger).exists();

    assertThat(check().problems()).singleElement().asString().contains(id, "was erased");
    try (PrivateDirectory open = PrivateDirectory.open(letters.publication())) {
      Review review = new Review(open, Clock.systemUTC());
      Outcome _ =
          review.withhold(
              review.select(Action.WITHHOLD, List.of(id), CheckMonitor.NONE),
              Reason.SAFETY,
              "again",
              CheckMonitor.NONE);
    }
    erase(id);
    assertWhole(1);
    letters.release(ReleaseChoice.ALL);
    assertThat(letters.published()).containsExactly(1, 3, 4, 5);
    assertAudited();
  }

  /**
   * As after a file was read again as another dialect: no mail of the ledger claims these bytes.
   */
  @Test
  @Tag("slow")
  void whatNoMailClaimsIsOverwrittenToo() throws IOException {
    Mail forgotten = mail(3);
    try (PrivateDirectory open = PrivateDirectory.open(letters.publication())) {
      int _ =
          open.ledger()
              .with(connection -> {
                try (var s = connection.createStatement()) {
                  return s.executeUpdate("DELETE FROM mail WHERE id = 3")
                      + s.executeUpdate("DELETE FROM mail_thread WHERE mail = 3");
                }
              });
      open.ledger().commit();
    }
    letters.withhold(2, Reason.SAFETY);
    erase(mail(2).intakeId());
    byte[] after = Files.readAllBytes(segment);
    assertThat(
            Arrays.copyOfRange(
                after, (int) forgotten.stored().offset(), (int) forgotten.stored().end()))
        .containsOnly(0);
    assertWhole(1);
  }

  @Test
  void whatTheLedgerQuotesOfItIsGoneFromItsFile() throws IOException {
    String excerpt = "Ole-Hansen-diagnosis";
    letters.withhold(2, Reason.SAFETY);
    Mail mail = mail(2);
    try (PrivateDirectory open = PrivateDirectory.open(letters.publication())) {
      open.ledger()
          .additions()
          .addFindings(mail.id(), List.of(new Finding("card", "attachment " + excerpt, excerpt)));
      open.ledger().commit();
      assertThat(open.ledger().checkpoint()).isTrue();
    }
    assertThat(ledgerHolds(excerpt)).isTrue();
    erase(mail.intakeId());
    assertThat(ledgerHolds(excerpt)).isFalse();
  }

  private boolean ledgerHolds(String words) throws IOException {
    boolean isHeld = false;
    try (var all = Files.newDirectoryStream(letters.publication().resolve("private"), "ledger*")) {
      for (Path file : all) {
        isHeld |= new String(Files.readAllBytes(file), ISO_8859_1).contains(words);
      }
    }
    return isHeld;
  }

  @Test
  void whatWaitsOrIsPublishedIsNotErased() throws IOException {
    byte[] before = Files.readAllBytes(segment);
    refuses(mail(1).intakeId(), mail(1).intakeId() + " is neither withheld nor withdrawn");
    letters.release(ReleaseChoice.ALL);
    refuses("1", "number 1 is neither withheld nor withdrawn from what readers have");
    refuses("9", "no mail has the number 9");
    assertThat(Files.readAllBytes(segment)).isEqualTo(before);
  }

  @Test
  void anErasedMailIsNotAllowedAgain() throws IOException {
    letters.withhold(2, Reason.SAFETY);
    String id = mail(2).intakeId();
    erase(id);
    try (PrivateDirectory open = PrivateDirectory.open(letters.publication())) {
      Review review = new Review(open, Clock.systemUTC());
      assertThatThrownBy(() -> review.select(Action.ALLOW, List.of(id), CheckMonitor.NONE))
          .isInstanceOf(IntakeException.class)
          .hasMessageContaining(id + " was erased on 2026-01-02T03:04:05Z (court-order)");
      assertThatThrownBy(() -> review.redact(review.mail(id), new byte[] {'x'}, Reason.SAFETY, ""))
          .hasMessageContaining("was erased");
      try (SegmentReader segments = SegmentReader.open(open.mailDirectory())) {
        assertThatThrownBy(() -> segments.read(review.mail(id).stored()))
            .isInstanceOf(ErasedMailException.class);
      }
    }
  }

  /** The ledger has said that it is to be erased, and the process ended. */
  @Test
  void theNextCommandFinishesWhatAStopLeft() throws IOException {
    letters.withhold(2, Reason.SAFETY);
    Mail mail = mail(2);
    try (PrivateDirectory open = PrivateDirectory.open(letters.publication())) {
      String commitment = HexFormat.of().formatHex(new byte[32]);
      open.ledger().erasures().add(mail.id(), new Erasure(Letters.TIME, "safety", "", commitment));
      open.ledger().commit();
    }
    try (SegmentReader segments = SegmentReader.open(segment.getParent())) {
      assertThat(segments.isErased(mail.stored())).isFalse();
    }
    try (PrivateDirectory open = PrivateDirectory.read(letters.publication())) {
      assertThat(open.ledger().erasures().unfinished()).containsExactly(mail.id());
    }
    try (PrivateDirectory open = PrivateDirectory.open(letters.publication());
        SegmentReader segments = SegmentReader.open(segment.getParent())) {
      assertThat(segments.isErased(mail.stored())).isTrue();
      assertThat(open.ledger().erasures().unfinished()).isEmpty();
    }
  }

  @Test
  void aRestoredSegmentIsNamedAndErasedAgain() throws IOException {
    letters.withhold(2, Reason.SAFETY);
    byte[] backup = Files.readAllBytes(segment);
    String id = mail(2).intakeId();
    erase(id);
    Files.write(segment, backup);
    PrivateCheck check = check();
    assertThat(check.problems())
        .containsExactly(
            "mail " + id + ": it was erased, and its bytes are there again; erase it again");
    erase(id);
    assertWhole(1);
  }

  @Test
  void aStopLeavesAllThereAndTheNextRunErasesIt() throws IOException {
    letters.withhold(2, Reason.SAFETY);
    letters.withhold(3, Reason.SAFETY);
    List<String> ids = List.of(mail(2).intakeId(), mail(3).intakeId());
    byte[] before = Files.readAllBytes(segment);
    try (PrivateDirectory open = PrivateDirectory.open(letters.publication());
        Eraser eraser = new Eraser(open, Clock.systemUTC())) {
      assertThatExceptionOfType(InterruptedIOException.class)
          .isThrownBy(() -> eraser.choose(ids, new StopAfter(1)));
      Eraser.Chosen both = eraser.choose(ids, CheckMonitor.NONE);
      assertThatExceptionOfType(InterruptedIOException.class)
          .isThrownBy(() -> eraser.erase(both, Reason.SAFETY, "", new StopAfter(1)));
    }
    assertThat(Files.readAllBytes(segment)).isEqualTo(before);
    assertWhole(0);

    StopAfter monitor = new StopAfter(99);
    try (PrivateDirectory open = PrivateDirectory.open(letters.publication());
        Eraser eraser = new Eraser(open, Clock.systemUTC())) {
      Eraser.Chosen both = eraser.choose(ids, CheckMonitor.NONE);
      assertThat(eraser.erase(both, Reason.SAFETY, "", monitor)).isTrue();
    }
    assertThat(monitor.told()).isEqualTo(2);
    assertWhole(2);
  }

  private Mail mail(long id) throws IOException {
    try (PrivateDirectory open = PrivateDirectory.read(letters.publication())) {
      return Objects.requireNonNull(open.ledger().mails().mail(id));
    }
  }

  private void erase(String name) throws IOException {
    try (PrivateDirectory open = PrivateDirectory.open(letters.publication());
        Eraser eraser = new Eraser(open, Clock.fixed(Letters.TIME, ZoneOffset.UTC))) {
      assertThat(
              eraser.erase(
                  eraser.choose(List.of(name), CheckMonitor.NONE),
                  Reason.COURT_ORDER,
                  "",
                  CheckMonitor.NONE))
          .isTrue();
    }
  }

  private void refuses(String name, String why) throws IOException {
    try (PrivateDirectory open = PrivateDirectory.open(letters.publication());
        Eraser eraser = new Eraser(open, Clock.systemUTC())) {
      assertThatThrownBy(() -> eraser.choose(List.of(name), CheckMonitor.NONE))
          .isInstanceOf(IntakeException.class)
          .hasMessageContaining(why);
    }
  }

  private void withdraw(long number) throws IOException {
    try (PrivateDirectory open = PrivateDirectory.open(letters.publication())) {
      new Withdrawer(open)
          .withdraw(
              new TreeMap<>(Map.of(number, new Withdrawer.Act(Reason.SAFETY, null))),
              Letters.TIME,
              new Keys(open.keysDirectory(), Passphrases.NONE).unlock(open.policy()),
              ReleaseMonitor.NONE);
    }
  }

  private PrivateCheck check() throws IOException {
    try (PrivateDirectory open = PrivateDirectory.open(letters.publication())) {
      return PrivateCheck.of(open, () -> false, (mails, bytes) -> {});
    }
  }

  private void assertWhole(long erased) throws IOException {
    PrivateCheck check = check();
    assertThat(check.problems()).isEmpty();
    assertThat(check.erased()).isEqualTo(erased);
  }

  private void assertAudited() throws IOException {
    Audit.Report report =
        Audit.of(letters.publicDirectory(), null, Letters.TIME, CheckMonitor.NONE);
    assertThat(report.verdict()).as("%s", report.findings()).isEqualTo(Kind.NOTE);
  }
}
