package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.proof.text.SignedText;
import broadside.site.Site;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Corrections beside what was published. */
class CorrectCommandTest {
  @TempDir private Path scratch;
  private Path pub;
  private Path text;

  @BeforeEach
  void publishMails() throws IOException {
    pub = scratch.resolve("pub");
    Path mails = Files.createDirectory(scratch.resolve("mails"));
    Files.writeString(
        mails.resolve("1.eml"),
        "From: ann@harbour.example\nDate: Mon, 01 Jun 2015 12:00:00 +0000\nSubject: Tides\n\nHigh.\n");
    assertThat(Command.run("publish", mails, "--into", pub).code()).isZero();
    text =
        Files.writeString(
            scratch.resolve("text"), "The tide table is of 2014.\n\nSee <the harbour office>.\n");
  }

  @Test
  @Tag("slow")
  void standsBesideMessageAndReleaseAndInTheLog() throws Exception {
    Command message =
        Command.run("correct", pub, "--message", 1, "--title", "An old table", "--text", text);
    assertThat(message.code()).as(message.err()).isZero();
    Command release =
        Command.run("correct", pub, "--release", 1, "--title", "One mail", "--text", text);
    assertThat(release.code()).as(release.err()).isZero();
    try (Site site = Served.serve(pub)) {
      assertThat(Served.get(site, "/messages/1").body())
          .contains("<strong>Correction</strong>", "href=\"/corrections/2\"", "An old table");
      assertThat(Served.get(site, "/releases/1").body())
          .contains("href=\"/corrections/3\"", "One mail");
      assertThat(Served.get(site, "/corrections/2").body())
          .contains("The tide table is of 2014.", "&lt;the harbour office&gt;", "message 1");
      assertThat(Served.get(site, "/corrections/1").statusCode()).isEqualTo(404);
      assertThat(Served.get(site, "/withdrawals").body())
          .contains("An old table</a> (message 1)", "Corrected", ">entry 2<");
      assertThat(Served.get(site, "/feed.atom").body()).contains("Correction to message 1");
      assertThat(Served.get(site, "/corrections/" + file().getFileName()).body())
          .isEqualTo(Files.readString(text));
    }
    assertThat(Command.run("verify", pub).code()).isZero();
  }

  @Test
  @Tag("slow")
  void aTextThatIsGoneOrAnotherIsTold() throws IOException {
    assertThat(Command.run("correct", pub, "--message", 1, "--title", "Old", "--text", text).code())
        .isZero();
    byte[] said = Files.readAllBytes(file());
    Path file = file();
    Files.writeString(file, "Nothing to correct.\n");
    assertThat(Command.run("verify", pub).code()).isEqualTo(ExitCode.FORGED);
    Files.delete(file);
    assertThat(Command.run("verify", pub).code()).isEqualTo(ExitCode.INCOMPLETE);
    Files.write(file, said);
    assertThat(Command.run("verify", pub).code()).isZero();
  }

  @Test
  @Tag("slow")
  void refusesWhatIsNotThereAndTextsThatHideSomething() throws IOException {
    Command nothing = Command.run("correct", pub, "--message", 7, "--title", "Old", "--text", text);
    assertThat(nothing.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(nothing.err()).contains("There is no message 7; the newest is 1");
    Path bad = Files.writeString(scratch.resolve("bad"), "left\u202eright\n");
    Command hidden = Command.run("correct", pub, "--message", 1, "--title", "Old", "--text", bad);
    assertThat(hidden.err()).contains("U+202E", "Nothing was changed");
    assertThat(Command.run("verify", pub).out()).contains("2 entries");
  }

  @Test
  void refusesAFileThatIsNoneByItsName() throws IOException {
    Command words = correct("It was sent a year earlier.");
    assertThat(words.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(words.err())
        .contains("no file \"It was sent a year earlier.\": --text names one that holds the text.");

    Command folder = correct(scratch);
    assertThat(folder.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(folder.err()).contains(scratch + " is a folder");

    Path much = Files.write(scratch.resolve("long"), new byte[20_000]);
    Command most = correct(much);
    assertThat(most.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(most.err()).contains("long is larger than 16,384 bytes");
  }

  @Test
  @Tag("slow")
  void saysNothingTwice() throws IOException {
    assertThat(correct(text).code()).isZero();
    Command again = correct(text);
    assertThat(again.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(again.err()).contains("The same was said of it at 20", "Nothing was changed");
    Command another = Command.run("correct", pub, "--release", 1, "--title", "Old", "--text", text);
    assertThat(another.code()).as(another.err()).isZero();
    assertThat(Command.ok("verify", pub).out()).contains("4 entries");
  }

  /** As editors on Windows write it, and such as end no last line. */
  @Test
  @Tag("slow")
  void takesATextWhoseLinesEndOtherwise() throws IOException {
    Path windows = Files.writeString(scratch.resolve("windows"), "\ufeffOf 2014.\r\nSee below.");
    assertThat(correct(windows).code()).isZero();
    assertThat(file()).hasContent("Of 2014.\nSee below.\n");
    assertThat(Command.ok("verify", pub).out()).contains("It holds.");
  }

  private Command correct(Object said) {
    return Command.run("correct", pub, "--message", 1, "--title", "Old", "--text", said);
  }

  @Test
  void anEditorSignsNoTextThatIsAnotherOrHidesSomething() throws IOException {
    Path proposal = scratch.resolve("proposal");
    Command proposed =
        Command.run(
            "correct",
            pub,
            "--message",
            1,
            "--title",
            "Old",
            "--text",
            text,
            "--propose",
            "--to",
            proposal);
    assertThat(proposed.code()).as(proposed.err()).isZero();
    Path said = proposal.resolve(CorrectCommand.TEXT);
    byte[] hidden = "See \u001b[2J\u202ethe office.\n".getBytes(StandardCharsets.UTF_8);
    Files.write(said, hidden);
    Command other = sign(proposal);
    assertThat(other.code()).isEqualTo(ExitCode.FOUND_WRONG);
    assertThat(other.err())
        .contains("nothing was signed", "the notice beside it is not the one that it names");
    assertThat(other.out()).doesNotContain("the office");

    Path statement = proposal.resolve("statement.txt");
    Files.writeString(
        statement,
        Files.readString(statement)
            .replaceAll("notice [0-9a-f]{64}", "notice " + SignedText.sha256Hex(hidden)));
    Command refused = sign(proposal);
    assertThat(refused.code()).isEqualTo(ExitCode.FOUND_WRONG);
    assertThat(refused.err()).contains("nothing was signed", "does not show: U+001B");
    assertThat(refused.out()).doesNotContain("the office");
    assertThat(proposal.resolve("statement.editor.note")).doesNotExist();
  }

  private Command sign(Path proposal) {
    return Command.run(
        "sign", proposal.resolve("statement.txt"), "--key", pub.resolve("private/keys/editor.key"));
  }

  private Path file() throws IOException {
    try (Stream<Path> files = Files.list(pub.resolve("public/corrections"))) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      return all.getFirst();
    }
  }
}
