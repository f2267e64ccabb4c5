package broadside.mail.source;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.mail.message.MailLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MboxReaderTest {
  private static final String FROM = "From ada@example.org Thu Apr  2 10:00:00 2015\n";

  @TempDir Path folder;

  private Events read(String mbox) throws IOException {
    return read(mbox, SourceOptions.DEFAULT);
  }

  private Events read(String mbox, SourceOptions options) throws IOException {
    Path file = folder.resolve("box");
    Files.write(file, mbox.getBytes(StandardCharsets.ISO_8859_1));
    return Events.of(file, options);
  }

  private static SourceOptions declared(SourceFormat dialect) {
    return new SourceOptions(
        dialect, SourceOptions.DEFAULT.mail(), SourceOptions.DEFAULT.archive());
  }

  private static SourceOptions messageBytes(int limit) {
    MailLimits all = MailLimits.DEFAULT;
    MailLimits mail =
        new MailLimits(
            limit,
            all.depth(),
            all.parts(),
            all.headerBytes(),
            all.headerFields(),
            all.addresses(),
            all.decodedBytes(),
            all.bodyChars(),
            all.nested());
    return new SourceOptions(null, mail, SourceOptions.DEFAULT.archive());
  }

  @Test
  void takesWhatLiesBetweenSeparatorsWithoutTheEmptyLineAdded() throws IOException {
    Events events = read(FROM + "Subject: a\n\none\n\n" + FROM + "Subject: b\n\ntwo\n\n");
    assertThat(events.texts()).containsExactly("Subject: a\n\none\n", "Subject: b\n\ntwo\n");
    assertThat(events.mails.getFirst().place())
        .isEqualTo(new Place("box", FROM.length(), "Subject: a\n\none\n".length()));
    assertThat(events.mails.getLast().place().offset()).isEqualTo(2L * FROM.length() + 17);
    assertThat(events.files).containsEntry("box", SourceFormat.MBOXO);
  }

  @Test
  void keepsEmptyLinesThatBelongToTheMail() throws IOException {
    Events events = read(FROM + "Subject: a\n\none\n\n\n\n" + FROM + "Subject: b\n\ntwo\n\n\n");
    assertThat(events.texts()).containsExactly("Subject: a\n\none\n\n\n", "Subject: b\n\ntwo\n\n");
  }

  @Test
  void takesLastMailWithoutNewlineAsItIs() throws IOException {
    assertThat(read(FROM + "Subject: a\n\nend").texts()).containsExactly("Subject: a\n\nend");
    assertThat(read(FROM + "Subject: a\n\nend\n").texts()).containsExactly("Subject: a\n\nend\n");
  }

  @Test
  void readsCrLf() throws IOException {
    String box = FROM + "Subject: a\n\none\n\n" + FROM + "Subject: b\n\ntwo\n\n";
    Events events = read(box.replace("\n", "\r\n"));
    assertThat(events.texts())
        .containsExactly("Subject: a\r\n\r\none\r\n", "Subject: b\r\n\r\ntwo\r\n");
  }

  @Test
  void skipsByteOrderMarkAndEmptyLinesInFront() throws IOException {
    Events events = read("\u00ef\u00bb\u00bf\n\n" + FROM + "Subject: a\n\none\n");
    assertThat(events.texts()).containsExactly("Subject: a\n\none\n");
    assertThat(events.mails.getFirst().place().offset()).isEqualTo(5 + FROM.length());
  }

  @Test
  void keepsSentenceThatBeginsWithFrom() throws IOException {
    Events events =
        read(
            FROM + "Subject: a\n\nWell:\n\nFrom here on all is text.\nhttp://example.org\n\nEnd\n");
    assertThat(events.mails).hasSize(1);
  }

  @Test
  void acceptsSeparatorWithoutDateWhenHeaderFollows() throws IOException {
    Events events = read("From - \nSubject: a\n\none\n\nFrom 1844@xxx\nX-Id: b\n\ntwo\n");
    assertThat(events.texts()).containsExactly("Subject: a\n\none\n", "X-Id: b\n\ntwo\n");
  }

  @Test
  void acceptsDatedSeparatorBeforeMailWithoutHeader() throws IOException {
    Events events = read(FROM + "Subject: a\n\none\n\n" + FROM + "\nno header\n");
    assertThat(events.texts()).containsExactly("Subject: a\n\none\n", "\nno header\n");
  }

  @Test
  void tellsOfSeparatorWithoutEmptyLineAndKeepsItAsText() throws IOException {
    Events events = read(FROM + "Subject: a\n\none\n" + FROM + "Subject: b\n\ntwo\n");
    assertThat(events.texts())
        .containsExactly("Subject: a\n\none\n" + FROM + "Subject: b\n\ntwo\n");
    assertThat(events.repaired).singleElement().asString().contains("without an empty line");
  }

  @Test
  void refusesNothingBetweenSeparators() throws IOException {
    Events events = read(FROM + "\n" + FROM + "Subject: b\n\ntwo\n\n" + FROM);
    assertThat(events.texts()).containsExactly("Subject: b\n\ntwo\n");
    assertThat(events.reasons()).containsExactly(Refusal.EMPTY, Refusal.EMPTY);
  }

  @Test
  void leavesQuotingOfMboxo() throws IOException {
    Events events = read(FROM + "Subject: a\n\n>From here\n\n" + FROM + "Subject: b\n\ntwo\n");
    assertThat(events.texts().getFirst()).isEqualTo("Subject: a\n\n>From here\n");
    assertThat(events.files).containsEntry("box", SourceFormat.MBOXO);
  }

  @Test
  void undoesQuotingOfMboxrd() throws IOException {
    Events events =
        read(FROM + "Subject: a\n\n>From here\n>>From there\nfar:\n> >From far\n>Fromage\n");
    assertThat(events.files).containsEntry("box", SourceFormat.MBOXRD);
    assertThat(events.texts())
        .containsExactly("Subject: a\n\nFrom here\n>From there\nfar:\n> >From far\n>Fromage\n");
    assertThat(events.mails.getFirst().place().length())
        .isEqualTo(events.mails.getFirst().text().length() + 2);
  }

  @Test
  void detectsMboxrdByQuoteThatSticksOut() throws IOException {
    Events events = read(FROM + "Subject: a\n\nplain\n>>From a friend\nplain\n");
    assertThat(events.files).containsEntry("box", SourceFormat.MBOXRD);
  }

  @Test
  void detectsMboxoByQuoteAsDeepAsItsNeighbours() throws IOException {
    Events events = read(FROM + "Subject: a\n\n>> said\n>>From a friend\n>> again\n");
    assertThat(events.files).containsEntry("box", SourceFormat.MBOXO);
    assertThat(events.texts().getFirst()).contains("\n>>From a friend\n");
  }

  @Test
  void declaredDialectDecides() throws IOException {
    String box = FROM + "Subject: a\n\n>From here\n";
    assertThat(read(box, declared(SourceFormat.MBOXRD)).texts().getFirst())
        .endsWith("\nFrom here\n");
    String sticksOut = FROM + "Subject: a\n\nplain\n>>From a friend\nplain\n";
    assertThat(read(sticksOut, declared(SourceFormat.MBOXO)).texts().getFirst())
        .contains("\n>>From a friend\n");
  }

  @Test
  void followsContentLengthOverUnquotedSeparators() throws IOException {
    String body = "one\n\n" + FROM + "Subject: not a mail\n\nstill one\n";
    String box =
        (FROM + "Content-Length: " + body.length() + "\n\n" + body + "\n")
            + (FROM + "Subject: b\nContent-Length: 4\n\ntwo\n\n");
    Events events = read(box);
    assertThat(events.files).containsEntry("box", SourceFormat.MBOXCL);
    assertThat(events.texts())
        .containsExactly(
            "Content-Length: " + body.length() + "\n\n" + body,
            "Subject: b\nContent-Length: 4\n\ntwo\n");
  }

  @Test
  void followsContentLengthWithoutEmptyLineBetween() throws IOException {
    String box = FROM + "Content-Length: 4\n\none\n" + FROM + "Content-Length: 3\n\ntwo";
    assertThat(read(box).texts())
        .containsExactly("Content-Length: 4\n\none\n", "Content-Length: 3\n\ntwo");
  }

  @Test
  void fallsBackToSeparatorsWhereContentLengthIsWrong() throws IOException {
    String good = FROM + "Content-Length: 4\n\none\n\n";
    String box = good + good + good + FROM + "Content-Length: 999\n\nodd\n\n" + good;
    Events events = read(box);
    assertThat(events.mails).hasSize(5);
    assertThat(events.texts().get(3)).isEqualTo("Content-Length: 999\n\nodd\n");
    assertThat(events.repaired).singleElement().asString().contains("Content-Length");
  }

  @Test
  void ignoresContentLengthThatLeadsNowhere() throws IOException {
    Events events = read(FROM + "Content-Length: 2\n\none\n\n" + FROM + "Subject: b\n\ntwo\n\n");
    assertThat(events.files).containsEntry("box", SourceFormat.MBOXO);
    assertThat(events.mails).hasSize(2);
  }

  @Test
  void recognisesPipermail() throws IOException {
    String from = "From ada at example.org  Thu Apr  2 10:00:00 2015\n";
    Events events =
        read(from + "From: ada at example.org (Ada)\n\n>>From it\n\n" + from + "From: b\n\ntwo\n");
    assertThat(events.files).containsEntry("box", SourceFormat.PIPERMAIL);
    assertThat(events.texts())
        .containsExactly("From: ada at example.org (Ada)\n\n>>From it\n", "From: b\n\ntwo\n");
  }

  @Test
  void refusesLongMailAndReadsOn() throws IOException {
    String box =
        (FROM + "Subject: a\n\none\n\n")
            + (FROM + "Subject: long\n\n" + "x".repeat(700_000) + "\n\n")
            + (FROM + "Subject: c\n\nthree\n\n");
    Events events = read(box, messageBytes(10_000));
    assertThat(events.texts()).containsExactly("Subject: a\n\none\n", "Subject: c\n\nthree\n");
    assertThat(events.refused).hasSize(1);
    assertThat(events.refused.getFirst().reason()).isEqualTo(Refusal.TOO_LARGE);
    assertThat(events.refused.getFirst().place().length()).isEqualTo(15 + 700_001);
  }

  @Test
  void limitIsExact() throws IOException {
    String mail = "Subject: a\n\n" + "x".repeat(100_000) + "\n";
    String box = FROM + mail + "\n" + FROM + "Subject: b\n\ntwo\n\n";
    assertThat(read(box, messageBytes(mail.length())).mails).hasSize(2);
    assertThat(read(box, messageBytes(mail.length() - 1)).mails).hasSize(1);
  }
}
