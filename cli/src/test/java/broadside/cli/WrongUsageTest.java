package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Options that contradict each other, and titles that cannot be signed, change nothing. */
class WrongUsageTest {
  @TempDir private Path scratch;
  private Path pub;
  private Path mails;
  private Map<String, String> before;

  @BeforeEach
  void init() throws IOException {
    pub = scratch.resolve("pub");
    mails = Files.createDirectory(scratch.resolve("mails"));
    Files.writeString(mails.resolve("1.eml"), "From: a@port.example\nSubject: Tide\n\nHigh.\n");
    Command.ok("init", pub, "--title", "Port");
    Command.ok("add", pub, mails);
    before = Trees.files(pub.resolve("public"));
  }

  @Test
  void aSentenceSaysWhatIsWrongAndALineWhereTheHelpIs() {
    Command value = Command.run("release", pub, "--messages", "0");
    assertThat(value.code()).isEqualTo(ExitCode.USAGE);
    assertThat(value.err().lines())
        .containsExactly(
            "broadside: Invalid value for option '--messages': it must be a number from 1 to 2147483647, not 0",
            "Help: broadside release --help");

    Command word = Command.run("withdraw", pub, "one", "--reason", "safety");
    assertThat(word.code()).isEqualTo(ExitCode.USAGE);
    assertThat(word.err()).startsWith("broadside: \"one\" cannot be used there.");

    Command below = Command.run("custodian", "share");
    assertThat(below.err().lines()).last().isEqualTo("Help: broadside custodian share --help");

    Command command = Command.run("stauts", pub);
    assertThat(command.code()).isEqualTo(ExitCode.USAGE);
    assertThat(command.err().lines())
        .startsWith("broadside: There is no command stauts.")
        .anyMatch(line -> line.contains("broadside status"))
        .endsWith("Help: broadside --help");
  }

  @Test
  void withoutACommandThereIsTheListOfThem() {
    Command none = Command.run();
    assertThat(none.code()).isEqualTo(ExitCode.USAGE);
    assertThat(none.err()).contains("Commands:", "  publish ", "  verify ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "release --messages 10 --all",
        "release --propose --publish a.note",
        "release --propose --times 2",
        "release --times 2 --publish a.note",
        "release --messages 10 --publish a.note",
        "release --title X --publish a.note",
        "preview --messages 10 --all",
        "seal --messages 10 --all --opens 2999-01-01T00:00Z",
        "withdraw 1 --propose --publish a.note",
        "redact 1 --propose --publish a.note",
        "correct --propose --publish a.note",
        "policy --propose p --publish a.note"
      })
  @Tag("slow")
  void optionsThatContradictEachOther(String line) throws IOException {
    List<Object> words = new ArrayList<>(List.of(line.split(" ", -1)));
    words.add(1, pub);

    Command wrong = Command.run(words.toArray());

    assertThat(wrong.code()).as(wrong.err()).isEqualTo(ExitCode.USAGE);
    assertThat(Trees.files(pub.resolve("public"))).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Part 1 ", " Part 1", "Part\t1", "Part\n1", "200"})
  @Tag("slow")
  void titlesThatCannotBeSigned(String what) throws IOException {
    String title = what.equals("200") ? "x".repeat(201) : what;
    Path other = scratch.resolve("other");
    Path text = Files.writeString(scratch.resolve("text"), "Wrong.\n");

    assertWrong("release", pub, "--title", title);
    assertWrong("release", pub, "--propose", "--title", title);
    assertWrong("seal", pub, "--opens", "2999-01-01T00:00Z", "--title", title);
    assertWrong("init", other, "--title", title);
    assertWrong("publish", mails, "--into", other, "--title", title);
    assertWrong("correct", pub, "--message", 1, "--title", title, "--text", text);

    assertThat(other).doesNotExist();
    assertThat(Trees.files(pub.resolve("public"))).isEqualTo(before);
  }

  @Test
  void aDirectoryWhoseNameIsNoTitleNeedsOne() {
    Path long201 = scratch.resolve("x".repeat(201));

    assertThat(Command.run("publish", mails, "--into", long201).err())
        .contains("is no title: give one with --title");
    Command.ok("publish", mails, "--into", long201, "--title", "Port");
  }

  @Test
  void aPublicationKeepsItsTitle() throws IOException {
    String title = Command.ok("status", pub).out().lines().findFirst().orElseThrow();

    Command wrong = Command.run("publish", mails, "--into", pub, "--title", "Another");

    assertThat(wrong.code()).isEqualTo(ExitCode.USAGE);
    assertThat(wrong.err())
        .contains("--title is for a new publication", "its title is \"" + title + "\"");
    assertThat(Trees.files(pub.resolve("public"))).isEqualTo(before);
    Command.ok("publish", mails, "--into", pub, "--title", title); // as one that was stopped
  }

  @Test
  void aPortIsForWhatIsServed() throws IOException {
    Command wrong = Command.run("publish", mails, "--into", pub, "--port", "8081");

    assertThat(wrong.code()).isEqualTo(ExitCode.USAGE);
    assertThat(wrong.err()).contains("--port goes with --serve");
    assertThat(Trees.files(pub.resolve("public"))).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--port 8081", "--host 127.0.0.1", "--address http://a.example/", "--cache x"})
  void whatASiteIsToldIsRefusedWhereNoneIsServed(String option) throws IOException {
    List<Object> words = List.of((Object[]) option.split(" "));
    Path copy = scratch.resolve("copy");

    List<Object> mirror = new ArrayList<>(List.of("mirror", "http://127.0.0.1:1/", copy));
    mirror.addAll(words);
    Command copying = Command.run(mirror.toArray());
    assertThat(copying.code()).isEqualTo(ExitCode.USAGE);
    assertThat(copying.err()).contains(words.getFirst() + " goes with --serve.");
    assertThat(copy).doesNotExist();

    List<Object> run = new ArrayList<>(List.of("run", pub, "--once"));
    run.addAll(words);
    Command once = Command.run(run.toArray());
    assertThat(once.code()).isEqualTo(ExitCode.USAGE);
    assertThat(once.err()).contains(words.getFirst() + " does not go with --once.");
    assertThat(Trees.files(pub.resolve("public"))).isEqualTo(before);
  }

  @Test
  void aReleaseNeedsNoTitle() {
    Command.ok("release", pub, "--title", "");
  }

  private static void assertWrong(Object... args) {
    Command wrong = Command.run(args);
    assertThat(wrong.code()).as(wrong.err()).isEqualTo(ExitCode.USAGE);
    assertThat(wrong.err()).contains("--title", "it must be one line of 1 to 200 bytes");
  }
}
