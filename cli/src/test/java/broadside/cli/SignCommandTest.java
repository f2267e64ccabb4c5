package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.release.Durable;
import broadside.proof.release.FileList;
import broadside.proof.release.Reason;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.statement.Withdrawal;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an editor signs is computed again first, the index too. */
class SignCommandTest {
  @TempDir private Path scratch;
  private Path pub;
  private Path mails;
  private Path proposal;

  @BeforeEach
  void add() throws IOException {
    pub = scratch.resolve("pub");
    proposal = scratch.resolve("proposal");
    mails = Files.createDirectory(scratch.resolve("mails"));
    TestMails.toOffice(mails, 1, "Tides");
    TestMails.toOffice(mails, 2, "Lamps");
    Command.ok("init", pub, "--title", "Port");
    Command.ok("add", pub, mails);
  }

  @Test
  @Tag("slow")
  void signsAReleaseWhoseIndexItsMailsMake() throws IOException {
    TestMails.toOffice(mails, 3, "Buoys");
    Command.ok("add", pub, mails);
    Command.ok("withhold", pub, id(2), "--reason", "safety");
    propose(pub, proposal);
    assertThat(sign().out())
        .contains(
            "Checked: the index, by which lists and searches go, is made of these mails.",
            "Not checked: which mails the file \"aliases\"",
            "Signed by editor");
    assertThat(proposal.resolve("indexed")).doesNotExist();
    assertThat(proposal.resolve("indexed.scratch")).doesNotExist();
  }

  /** Lists and searches show the index: an editor whose mails are all right may yet sign a lie. */
  @Test
  @Tag("slow")
  void signsNoReleaseWhoseIndexSaysSomethingElseThanTheMails() throws Exception {
    propose(pub, proposal);
    TestMails.toOffice(mails, 1, "Floods");
    Path other = scratch.resolve("other");
    Command.ok("init", other, "--title", "Other");
    Command.ok("add", other, mails);
    Path lies = scratch.resolve("lies");
    propose(other, lies);
    Path index = proposal.resolve("1/index");
    Durable.deleteTree(index);
    Trees.copy(lies.resolve("1/index"), index);
    listAnew();
    Command refused = sign();
    assertThat(refused.code()).isEqualTo(ExitCode.FOUND_WRONG);
    assertThat(refused.err())
        .contains("nothing was signed: the index is not what the mails make (index/");
    assertThat(proposal.resolve("statement.editor.note")).doesNotExist();
    assertThat(proposal.resolve("indexed")).doesNotExist();
  }

  /** What a liar would exchange first: title, description, whom to write to. */
  @Test
  void signsNoReleaseThatCommitsToAnotherTextAboutThePublication() throws Exception {
    propose(pub, proposal);
    Path about = proposal.resolve("about");
    String text = Files.readString(about);
    Files.writeString(about, text.replace("Port", "Harbour"));
    assertThat(sign().err())
        .contains("nothing was signed: the file about beside it is not the one that it names.");
    Files.writeString(about, text);
    assertThat(sign().out())
        .contains("title Port", "Checked: the release commits to the text above");
    Files.delete(about);
    assertThat(sign().out()).contains("Not checked: what the publication says of itself");
  }

  @Test
  @Tag("slow")
  void saysThatItDidNotCheckAnIndexThatItCannotRead() throws Exception {
    propose(pub, proposal);
    Files.writeString(proposal.resolve("1/index/segments_1"), "of the year 2040");
    listAnew();
    Command signed = sign();
    assertThat(signed.code()).as(signed.err()).isZero();
    assertThat(signed.out())
        .contains("The index was not checked")
        .doesNotContain("Checked: the index");
  }

  /** A withdrawal that commits to a mail where none may ever be read. */
  @Test
  @Tag("slow")
  void signsNothingThatSpeaksOfAWithheldNumber() throws Exception {
    Command.ok("withhold", pub, id(1), "--reason", "safety");
    propose(pub, proposal);
    assertThat(sign().code()).isZero();
    Command.ok("release", pub, "--publish", proposal.resolve("statement.editor.note"));
    assertThat(Command.run("redact", pub, 1, "--remove", "Tides", "--reason", "safety").err())
        .contains("Number 1 is withheld");
    Path statement = proposal.resolve("statement.txt");
    ReleaseStatement release = ReleaseStatement.parse(Files.readAllBytes(statement));
    Withdrawal forged =
        new Withdrawal(
            release.publication(),
            1,
            1,
            1,
            List.of(new Withdrawal.Taken(1, Reason.PERSONAL_DATA, "a".repeat(64))),
            release.filesBytes(),
            release.filesSha256(),
            release.time());
    Files.write(statement, forged.encode());
    Command refused = sign();
    assertThat(refused.code()).isEqualTo(ExitCode.FOUND_WRONG);
    assertThat(refused.err()).contains("nothing was signed: number 1 is withheld.");
  }

  private static void propose(Path publication, Path to) {
    Command.ok("release", publication, "--propose", "--to", to);
  }

  private Command sign() {
    return Command.run(
        "sign", proposal.resolve("statement.txt"), "--key", pub.resolve("private/keys/editor.key"));
  }

  /**
   * Puts what lies in the proposal's release into its list of files, and that into its statement.
   */
  private void listAnew() throws IOException, FormatException {
    Path release = proposal.resolve("1");
    List<FileList.Entry> entries = new ArrayList<>();
    for (FileList.Entry entry :
        FileList.parse(Files.readAllBytes(release.resolve("SHA256SUMS"))).files()) {
      byte[] bytes = Files.readAllBytes(release.resolve(entry.name()));
      entries.add(new FileList.Entry(entry.name(), bytes.length, SignedText.sha256Hex(bytes)));
    }
    byte[] list = new FileList(entries).encode();
    Files.write(release.resolve("SHA256SUMS"), list);
    for (Path file : List.of(release.resolve("statement"), proposal.resolve("statement.txt"))) {
      Files.writeString(
          file,
          Files.readString(file)
              .replaceAll(
                  "files [0-9]+ [0-9a-f]{64}",
                  "files %d %s".formatted(list.length, SignedText.sha256Hex(list))));
    }
  }

  private String id(int number) throws IOException {
    return SignedText.sha256Hex(Files.readAllBytes(mails.resolve(number + ".eml")));
  }
}
