package broadside.intake.review;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import broadside.archive.About;
import broadside.archive.release.CheckMonitor;
import broadside.intake.IntakeException;
import broadside.intake.PrivateDirectory;
import broadside.intake.Settings;
import broadside.intake.StopAfter;
import broadside.intake.add.Intake;
import broadside.intake.add.IntakeMonitor;
import broadside.intake.ledger.Decisions.Action;
import broadside.intake.ledger.Decisions.Decision;
import broadside.intake.ledger.Finding;
import broadside.intake.ledger.Mail;
import broadside.intake.ledger.MailState;
import broadside.intake.quote.Hiding.Effect;
import broadside.intake.sign.Founding;
import broadside.mail.redact.Redactor;
import broadside.mail.source.SourceOptions;
import broadside.proof.release.Reason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReviewTest {
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

  private static final String SECRET =
      "The pilot who saw the barge that night was Tove Lind from the north quay, and she asked us"
          + " not to tell anybody that it was she who had written to the harbour office about it.";

  @TempDir Path parent;
  private PrivateDirectory directory;
  private Review review;

  @BeforeEach
  void open() throws IOException {
    Path publication = parent.resolve("pub");
    Founding.create(publication, new About("Harbour letters", "", "", "en", ""), Settings.DEFAULT);
    directory = PrivateDirectory.open(publication);
    review = new Review(directory, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  @AfterEach
  void close() throws IOException {
    directory.close();
  }

  @Test
  @Tag("slow")
  void withholdsAMailWithItsCopies() throws IOException {
    Mail mail = add("1", "From: bo@harbour.example\nX-Folder: in", SECRET);
    Mail copy = add("2", "From: bo@harbour.example\nX-Folder: out", SECRET);
    Mail other = add("3", "From: bo@harbour.example", "The ferry leaves at nine.");
    Selection selection =
        review.select(Action.WITHHOLD, List.of(mail.intakeId()), CheckMonitor.NONE);
    assertThat(selection.chosen()).extracting(Mail::id).containsExactly(mail.id());
    assertThat(selection.copies()).extracting(Mail::id).containsExactly(copy.id());
    assertThat(review.withhold(selection, Reason.SOURCE_PROTECTION, "asked for", CheckMonitor.NONE))
        .isEqualTo(new Outcome(2, Effect.NONE));
    assertThat(state(mail)).isEqualTo(MailState.WITHHELD);
    assertThat(state(copy)).isEqualTo(MailState.WITHHELD);
    assertThat(state(other)).isEqualTo(MailState.WAITING);
    assertThat(directory.ledger().decisions().of(copy.id()))
        .containsExactly(new Decision(NOW, Action.WITHHOLD, "source-protection", "asked for"));
    assertThat(review.select(Action.WITHHOLD, List.of(mail.hex()), CheckMonitor.NONE).unchanged())
        .hasSize(1);
    assertThat(review.select(Action.WITHHOLD, List.of(mail.hex()), CheckMonitor.NONE).changes())
        .isZero();
  }

  @Test
  @Tag("slow")
  void givesWithheldMailsAndTheirCopiesAnotherReason() throws IOException {
    Mail mail = add("1", "From: bo@harbour.example\nX-Folder: in", SECRET);
    Mail copy = add("2", "From: bo@harbour.example\nX-Folder: out", SECRET);
    withhold(mail);
    Decision first = directory.ledger().decisions().of(mail.id()).getLast();
    Selection again = review.select(Action.WITHHOLD, List.of(mail.hex()), CheckMonitor.NONE);
    assertThat(review.forOtherReason(again, Reason.SOURCE_PROTECTION)).isEmpty();
    assertThat(review.forOtherReason(again, Reason.COURT_ORDER))
        .extracting(Mail::id)
        .containsExactly(mail.id(), copy.id());
    assertThat(review.withhold(again, Reason.COURT_ORDER, "told", CheckMonitor.NONE))
        .isEqualTo(new Outcome(0, Effect.NONE));
    for (Mail each : List.of(mail, copy)) {
      assertThat(state(each)).isEqualTo(MailState.WITHHELD);
      assertThat(directory.ledger().decisions().of(each.id()))
          .containsExactly(first, new Decision(NOW, Action.WITHHOLD, "court-order", "told"));
    }
  }

  @Test
  void holdsWaitingMailsThatQuoteAWithheldOne() throws IOException {
    Mail mail = add("1", "From: bo@harbour.example", SECRET);
    Mail reply = add("2", "From: ida@harbour.example", "Noted.\n\nBo wrote:\n" + quoted(SECRET));
    Mail forwarded = add("3", "From: ida@harbour.example\n" + ATTACHED_HEADER, attached(SECRET));
    Mail other = add("4", "From: ida@harbour.example", "> The ferry leaves at nine.\n\nGood.");
    Outcome outcome = withhold(mail);
    assertThat(outcome).isEqualTo(new Outcome(1, new Effect(0, 2, 0)));
    assertThat(state(reply)).isEqualTo(MailState.HELD);
    assertThat(state(forwarded)).isEqualTo(MailState.HELD);
    assertThat(state(other)).isEqualTo(MailState.WAITING);
    assertThat(directory.ledger().mails().findings(reply.id()))
        .containsExactly(
            new Finding(
                "quotes-withheld", "quoted text", "words of the withheld mail " + mail.intakeId()));
  }

  @Test
  void holdsAMailAddedLaterThatQuotesAWithheldOne() throws IOException {
    withhold(add("1", "From: bo@harbour.example", SECRET));
    Mail reply = add("2", "From: ida@harbour.example", "Noted.\n\nBo wrote:\n" + quoted(SECRET));
    assertThat(state(reply)).isEqualTo(MailState.HELD);
  }

  @Test
  void holdsAMailThatQuotesAWithheldOneInItsHtmlAlone() throws IOException {
    withhold(add("1", "From: bo@harbour.example", SECRET));
    Mail reply =
        add(
            "2",
            "From: ida@harbour.example\n" + ALTERNATIVE_HEADER,
            alternative(
                "Please use a program that shows HTML.",
                "<p>Noted.</p><blockquote>" + SECRET + "</blockquote>"));
    assertThat(state(reply)).isEqualTo(MailState.HELD);
  }

  @Test
  void holdsAMailThatQuotesWhatAWithheldOneSaysInItsHtmlAlone() throws IOException {
    String other = "Ida has told the office that the ferry to the island leaves at nine.";
    Mail mail =
        add(
            "1",
            "From: bo@harbour.example\n" + ALTERNATIVE_HEADER,
            alternative(
                "Please use a program that shows HTML.\n\n> " + other,
                "<p>" + SECRET + "</p><p>" + other + "</p>"));
    Mail reply = add("2", "From: ida@harbour.example", "Noted.\n\nBo wrote:\n" + quoted(SECRET));
    Mail another = add("3", "From: ida@harbour.example", "Noted.\n\nBo wrote:\n" + quoted(other));
    assertThat(withhold(mail)).isEqualTo(new Outcome(1, new Effect(0, 1, 0)));
    assertThat(state(reply)).isEqualTo(MailState.HELD);
    assertThat(state(another)).as("these words are not Bo's").isEqualTo(MailState.WAITING);
  }

  @Test
  void holdsACopyThatIsAddedAfterADecision() throws IOException {
    Mail mail = add("1", "From: bo@harbour.example\nX-Folder: in", SECRET);
    withhold(mail);
    Mail copy = add("2", "From: bo@harbour.example\nX-Folder: out", SECRET);
    assertThat(state(copy)).isEqualTo(MailState.HELD);
    assertThat(directory.ledger().mails().findings(copy.id()))
        .containsExactly(
            new Finding(
                "copy-of-withheld",
                "mail",
                "says what %s says, which is kept back".formatted(mail.intakeId())));
    review.allow(
        review.select(Action.ALLOW, List.of(mail.intakeId(), copy.intakeId()), CheckMonitor.NONE),
        "Tove agreed",
        CheckMonitor.NONE);
    assertThat(state(add("3", "From: bo@harbour.example\nX-Folder: old", SECRET)))
        .isEqualTo(MailState.WAITING);
  }

  @Test
  void holdsCopiesOfARedactedMailWheneverTheyCome() throws IOException {
    Mail mail = add("1", "From: bo@harbour.example\nX-Folder: in", SECRET);
    Mail copy = add("2", "From: bo@harbour.example\nX-Folder: out", SECRET);
    Review.Redacted done = redact(mail, "Tove Lind");
    assertThat(done.found()).isEmpty();
    assertThat(done.effect()).isEqualTo(new Effect(1, 0, 0));
    assertThat(state(mail)).isEqualTo(MailState.WAITING);
    assertThat(state(copy)).isEqualTo(MailState.HELD);
    assertThat(state(add("3", "From: bo@harbour.example\nX-Folder: old", SECRET)))
        .isEqualTo(MailState.HELD);
    assertThat(redact(copy, "Tove Lind").found()).isEmpty();
    assertThat(state(copy)).isEqualTo(MailState.WAITING);
  }

  @Test
  void aCopyWithOtherPartsRemovedIsHeldAndAllowedAlone() throws IOException {
    Mail mail = add("1", "From: bo@harbour.example\nX-Folder: in", SECRET);
    Mail copy = add("2", "From: bo@harbour.example\nX-Folder: out", SECRET);
    Mail third = add("3", "From: bo@harbour.example\nX-Folder: old", SECRET);
    assertThat(redact(mail, "Tove Lind").found()).isEmpty();
    assertThat(redact(copy, "north quay").found())
        .extracting(Finding::kind)
        .containsExactly("copy-of-withheld");
    assertThat(state(copy)).isEqualTo(MailState.HELD);
    review.allow(
        review.select(Action.ALLOW, List.of(copy.intakeId()), CheckMonitor.NONE),
        "seen",
        CheckMonitor.NONE);
    assertThat(state(copy)).isEqualTo(MailState.WAITING);
    assertThat(state(third)).as("it has all of it").isEqualTo(MailState.HELD);
  }

  @Test
  void aRedactedMailThatQuotesAWithheldOneStaysHeld() throws IOException {
    Mail mail = add("1", "From: bo@harbour.example", SECRET);
    Mail reply =
        add(
            "2",
            "From: ida@harbour.example",
            "Login: ida, password: tide/2019\n\nBo wrote:\n" + quoted(SECRET));
    withhold(mail);
    Review.Redacted done = redact(reply, "tide/2019");
    assertThat(done.found()).extracting(Finding::kind).containsExactly("quotes-withheld");
    assertThat(state(reply)).isEqualTo(MailState.HELD);
    assertThat(redact(reply, SECRET).found()).isEmpty();
    assertThat(state(reply)).isEqualTo(MailState.WAITING);
  }

  private Review.Redacted redact(Mail mail, String words) throws IOException {
    byte[] eml = new Redactor(List.of(words)).redact(review.published(mail)).mail();
    return review.redact(mail, eml, Reason.SOURCE_PROTECTION, "");
  }

  @Test
  void allowsWhatAPersonHasLookedAt() throws IOException {
    Mail mail = add("1", "From: bo@harbour.example", SECRET);
    withhold(mail);
    Mail reply = add("2", "From: ida@harbour.example", "Noted.\n\nBo wrote:\n" + quoted(SECRET));
    List<HeldMail> held = new ArrayList<>();
    review.held(10, held::add);
    assertThat(held).extracting(h -> h.mail().id()).containsExactly(reply.id());
    assertThat(held.getFirst().message().from().getFirst().email())
        .isEqualTo("ida@harbour.example");
    review.allow(
        review.select(Action.ALLOW, List.of(mail.intakeId(), reply.intakeId()), CheckMonitor.NONE),
        "Tove agreed",
        CheckMonitor.NONE);
    assertThat(state(mail)).isEqualTo(MailState.WAITING);
    assertThat(state(reply)).isEqualTo(MailState.WAITING);
    Mail later = add("3", "From: ola@harbour.example", "So?\n\nBo wrote:\n" + quoted(SECRET));
    assertThat(state(later)).isEqualTo(MailState.WAITING);
  }

  @Test
  @Tag("slow")
  void aStopLeavesAllMailsAsTheyWere() throws IOException {
    Mail mail = add("1", "From: bo@harbour.example", SECRET);
    Mail other = add("2", "From: bo@harbour.example", "The ferry leaves at nine.");
    List<String> ids = List.of(mail.intakeId(), other.intakeId());
    Selection both = review.select(Action.WITHHOLD, ids, CheckMonitor.NONE);
    assertStops(() -> review.select(Action.WITHHOLD, ids, new StopAfter(1)));
    assertStops(() -> review.withhold(both, Reason.SAFETY, "", new StopAfter(1)));
    assertThat(state(mail)).isEqualTo(MailState.WAITING);
    assertThat(directory.ledger().quotations().withheld()).isEmpty();

    review.withhold(both, Reason.SAFETY, "", CheckMonitor.NONE);
    assertStops(() -> review.notWithheld(ids, new StopAfter(1)));
    Selection withheld = review.select(Action.ALLOW, ids, CheckMonitor.NONE);
    assertStops(() -> review.allow(withheld, "", new StopAfter(0)));
    assertThat(state(mail)).isEqualTo(MailState.WITHHELD);
    StopAfter monitor = new StopAfter(99);
    review.allow(withheld, "", monitor);
    assertThat(monitor.told()).isEqualTo(2);
    assertThat(state(mail)).isEqualTo(MailState.WAITING);
  }

  private static void assertStops(ThrowingCallable work) {
    assertThatExceptionOfType(InterruptedIOException.class).isThrownBy(work);
  }

  @Test
  void saysThatReleasedMailsQuoteAWithheldOne() throws IOException {
    Mail mail = add("1", "From: bo@harbour.example", SECRET);
    Mail reply = add("2", "From: ida@harbour.example", "Noted.\n\nBo wrote:\n" + quoted(SECRET));
    directory.ledger().mails().setNumber(reply.id(), 1, 1);
    assertThat(withhold(mail)).isEqualTo(new Outcome(1, new Effect(0, 0, 1)));
  }

  @Test
  @Tag("slow")
  void refusesToChangeWhatIsReleased() throws IOException {
    Mail mail = add("1", "From: bo@harbour.example", SECRET);
    directory.ledger().mails().setNumber(mail.id(), 1, 1);
    assertThatThrownBy(
            () -> review.select(Action.WITHHOLD, List.of(mail.intakeId()), CheckMonitor.NONE))
        .isInstanceOf(IntakeException.class)
        .hasMessageContaining(mail.intakeId());
  }

  @Test
  @Tag("slow")
  void namesEveryWrongId() throws IOException {
    Mail mail = add("1", "From: bo@harbour.example", SECRET);
    assertThatThrownBy(() ->
            review.select(
                Action.ALLOW,
                List.of(mail.intakeId(), "0123456789ab", "harbour", "abc"),
                CheckMonitor.NONE))
        .isInstanceOf(IntakeException.class)
        .hasMessageContaining("no mail has the id 0123456789ab")
        .hasMessageContaining("harbour is no id")
        .hasMessageContaining("abc is no id");
  }

  @Test
  void readsIdsFromAFile() throws IOException {
    Path file =
        Files.writeString(parent.resolve("ids"), "# seen\n0123456789ab first\n\n  cdef  \n");
    assertThat(IntakeIds.read(file)).containsExactly("0123456789ab", "cdef");
  }

  @Test
  void readsIdsWhateverIsWrittenBehindThem() throws IOException {
    byte[] latin =
        "\u00ef\u00bb\u00bf0123456789ab caf\u00e9\r\n# \u00fc\r\ncdef".getBytes(ISO_8859_1);
    assertThat(IntakeIds.read(Files.write(parent.resolve("ids"), latin)))
        .containsExactly("0123456789ab", "cdef");
  }

  @Test
  void saysWhichLineOfAFileIsNoId() throws IOException {
    byte[] latin = "# seen\n\u00e9t\u00e9 0123456789ab".getBytes(ISO_8859_1);
    assertThatThrownBy(() -> IntakeIds.read(Files.write(parent.resolve("ids"), latin)))
        .isInstanceOf(IntakeException.class)
        .hasMessageContaining("ids cannot be used: its line 2 begins with no id");
    assertThatThrownBy(() -> IntakeIds.read(parent))
        .isInstanceOf(IntakeException.class)
        .hasMessageContaining("it is a folder");
  }

  private static final String ATTACHED_HEADER =
      "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b";

  private static final String ALTERNATIVE_HEADER =
      "MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b";

  private static String alternative(String text, String html) {
    return "--b\n\n%s\n--b\nContent-Type: text/html\n\n%s\n--b--\n".formatted(text, html);
  }

  private static String attached(String text) {
    return "--b\n\nSee below.\n--b\nContent-Type: message/rfc822\n\nFrom: bo@harbour.example\n\n"
        + text
        + "\n--b--\n";
  }

  private static String quoted(String text) {
    return "> " + text.replaceAll("(.{40,60}) ", "$1\n> ");
  }

  private Outcome withhold(Mail mail) throws IOException {
    return review.withhold(
        review.select(Action.WITHHOLD, List.of(mail.intakeId()), CheckMonitor.NONE),
        Reason.SOURCE_PROTECTION,
        "",
        CheckMonitor.NONE);
  }

  private MailState state(Mail mail) throws IOException {
    return directory.ledger().mails().mail(mail.id()).state();
  }

  private Mail add(String name, String header, String body) throws IOException {
    Path file =
        Files.writeString(
            parent.resolve(name + ".eml"),
            header + "\nDate: Mon, 1 Mar 2021 10:00:00 +0000\nSubject: Letter\n\n" + body + "\n");
    new Intake(directory, SourceOptions.DEFAULT).add(file, IntakeMonitor.NONE);
    List<Mail> all = new ArrayList<>();
    directory.ledger().mails().forEach(all::add);
    return all.getLast();
  }
}
