package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a source, and which sources are not taken. */
class AddCommandTest {
  @TempDir private Path scratch;
  private Path pub;

  @BeforeEach
  void init() {
    pub = scratch.resolve("pub");
    Command.ok("init", pub, "--title", "Port");
  }

  @Test
  void refusesAnMboxWhoseMailsRunTogether() throws IOException {
    Path mbox = mbox("together", 50, "");
    Path good = mbox("good", 3, "\n");

    Command add = Command.run("add", pub, mbox, good, "--json");

    assertThat(add.code()).isEqualTo(ExitCode.FOUND_WRONG);
    assertThat(add.err())
        .contains("In together 49 lines look like separators", "; 1 have one.", "--dialect");
    assertThat(add.out())
        .contains("\"source\":\"together\",\"error\":\"In together", "\"added\":3");
    assertThat(Command.run("status", pub, "--json").out()).contains("\"waiting\":3,");

    Path mended = mbox("mended", 50, "\n");
    assertThat(Command.ok("add", pub, mended).out()).contains("47 new, 3 duplicate");
  }

  @Test
  void takesSuchLinesAsTextWhereTheDialectIsSaid() throws IOException {
    Command add = Command.ok("add", pub, mbox("quoted", 4, ""), "--dialect", "mboxo");

    assertThat(add.out())
        .contains("1 new", "repaired 3 times: a line like a separator, without an empty line");
    assertThat(Command.ok("status", pub).out()).contains("1 file read as mboxo");
    assertThat(Command.ok("status", pub, "--json").out())
        .contains("\"dialects\":{\"quoted\":{\"mboxo\":1}}");
  }

  @Test
  void saysThatOneOfSeveralSourcesIsMissingBeforeItAddsAny() throws IOException {
    Path mbox = mbox("a.mbox", 2, "\n");

    Command add = Command.run("add", pub, mbox, scratch.resolve("missing.mbox"));

    assertThat(add.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(add.err()).contains("no file or folder", "missing.mbox");
    assertThat(Command.run("status", pub, "--json").out()).contains("\"waiting\":0,");
  }

  /** Its ledger changes while it is read, so that the account of such a source never adds up. */
  @Test
  void refusesAFolderThatThePublicationLiesIn() throws IOException {
    mbox("a.mbox", 3, "\n");
    String before = Command.ok("status", pub, "--json").out();

    Command add = Command.run("add", pub, scratch);

    assertThat(add.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(add.err())
        .isEqualTo(
            "broadside: The publication lies in %s, and its own files are no mail to add. Make it elsewhere, or name the files and folders beside it.\n"
                .formatted(scratch));
    assertThat(Command.run("add", pub, pub).err()).contains("The publication lies in " + pub);
    assertThat(Command.run("add", pub, pub.resolve("private/mail")).err())
        .contains("private/mail is a part of the publication itself.");
    Path other = scratch.resolve("other/pub");
    assertThat(Command.run("publish", scratch, "--into", other).err())
        .contains("The publication lies in " + scratch);
    assertThat(other).doesNotExist();
    assertThat(Command.ok("status", pub, "--json").out()).isEqualTo(before);
  }

  @Test
  void saysThatAPipeIsToBeAFile() throws IOException, InterruptedException {
    Path pipe = scratch.resolve("pipe");
    Process writer = new ProcessBuilder("sleep", "60").redirectInput(Redirect.PIPE).start();
    try {
      Files.createSymbolicLink(pipe, Path.of("/proc/" + writer.pid() + "/fd/0"));

      Command add = Command.run("add", pub, pipe);

      assertThat(add.code()).isEqualTo(ExitCode.BAD_INPUT);
      assertThat(add.err()).contains(pipe + " is a pipe", "into a file, and add that.");
    } finally {
      writer.destroy();
      writer.waitFor();
    }
  }

  @Test
  void listsOfWhatWasRefusedWhatIsStillThere() throws IOException {
    Path lists = Files.createDirectory(scratch.resolve("lists"));
    for (int i = 0; i < 5; i++) {
      Files.writeString(lists.resolve(i + ".txt"), "milk\n");
    }
    assertThat(Command.run("add", pub, lists).out()).contains("and 2 more; ");
    Files.delete(lists.resolve("3.txt"));
    Files.delete(lists.resolve("4.txt"));

    assertThat(Command.run("add", pub, lists).out())
        .contains("expected 3 = ", "+ 3 refused\n", "refused: 2.txt")
        .doesNotContain(" more; ", "no longer in the source");
  }

  @Test
  void theSumForProgramsCountsWhatIsGoneFromTheSources() throws IOException {
    Path mbox = mbox("a.mbox", 3, "\n");
    Command.ok("add", pub, mbox);
    Command.ok("add", pub, mbox("a.mbox", 2, "\n"));

    assertThat(Command.ok("status", pub, "--json").out())
        .startsWith(
            "{\"expected\":2,\"released\":0,\"waiting\":3,\"held\":0,\"withheld\":0,\"duplicate\":0,\"refused\":0,\"gone\":1,\"addsUp\":true,");
  }

  @Test
  @Tag("slow")
  void listsEverythingRefusedAndRepairedForPrograms() throws IOException {
    Path lists = Files.createDirectory(scratch.resolve("lists"));
    for (int i = 0; i < 1_003; i++) {
      Files.writeString(lists.resolve(i + ".txt"), "milk\n");
    }
    Command.run("add", pub, lists);
    Command.ok("add", pub, mbox("quoted", 4, ""), "--dialect", "mboxo");

    String refused = Command.ok("status", pub, "--refused", "--json").out();
    assertThat(refused.split("\"reason\":\"not-mail\"", -1)).hasSize(1_004);
    assertThat(refused).contains("\"refusedList\":[{\"source\":\"lists\",\"file\":\"");
    String repaired = Command.ok("status", pub, "--repaired", "--json").out();
    assertThat(repaired.split("\"source\":\"quoted\",\"file\":\"quoted\"", -1)).hasSize(4);
    assertThat(Command.ok("status", pub, "--refused").out()).contains("--json lists all");
  }

  private Path mbox(String name, int mails, String between) throws IOException {
    StringBuilder mbox = new StringBuilder();
    for (int i = 0; i < mails; i++) {
      mbox.append("From a@port.example Mon Mar  2 09:00:00 2020\nFrom: a@port.example\n")
          .append("Message-ID: <%d@port.example>\nSubject: Tide\n\nHigh, %d.\n".formatted(i, i))
          .append(between);
    }
    return Files.writeString(scratch.resolve(name), mbox);
  }

  @Test
  void holdsNewMailsWithAttachmentsWhereTold() throws IOException {
    Path scan = scan("1");
    Command.ok("add", pub, scan);
    assertThat(Command.ok("add", pub, scan, scan("2"), "--hold", "attachments").out())
        .contains("1 waiting + 0 held", "0 waiting + 1 held");
    assertThat(Command.ok("add", pub, scan("3")).out()).contains("1 waiting + 0 held");
  }

  @Test
  @Tag("slow")
  void publishHoldsMailsWithAttachmentsWhereTold() throws IOException {
    Path made = scratch.resolve("made");
    Command.ok("publish", note(), "--into", made, "--hold", "attachments");
    assertThat(Command.ok("add", made, scan("1")).out()).contains("0 waiting + 1 held");

    Command.ok("publish", note(), scan("1"), "--into", pub, "--hold", "attachments");
    assertThat(Command.ok("status", pub, "--json").out()).contains("\"released\":1", "\"held\":1");
    assertThat(Command.ok("publish", scan("2"), "--into", pub).out())
        .contains(
            "with 1 attachment of 1 mail that nobody looked into; add, publish and init take"
                + " --hold attachments, which holds such mails");
  }

  private Path note() throws IOException {
    return Files.writeString(
        scratch.resolve("note.eml"), "From: a@port.example\nSubject: Tide\n\nHigh.\n");
  }

  private Path scan(String name) throws IOException {
    return Files.writeString(
        scratch.resolve(name + ".eml"),
        "From: a@port.example\nSubject: Scan %s\nContent-Type: application/pdf\n\n%%PDF-1.4\n"
            .formatted(name));
  }
}
