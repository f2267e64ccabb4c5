package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.intake.PrivateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the demo replaces, and what it leaves alone. */
class DemoCommandTest {
  private static final Path ROOT = Path.of(System.getProperty("broadside.root"));

  @TempDir private Path scratch;

  /** A project with two mails for a sample. */
  @BeforeEach
  void project() throws IOException {
    Path sample = Files.createDirectories(scratch.resolve("home/examples/harbour"));
    for (int i = 1; i <= 2; i++) {
      Files.writeString(
          sample.resolve(i + ".eml"),
          "From: clerk@port.example\nMessage-ID: <%d@port.example>\nSubject: Tide\n\nHigh.\n"
              .formatted(i));
    }
    Files.copy(
        ROOT.resolve("examples/harbour-keys.json"),
        scratch.resolve("home/examples/harbour-keys.json"));
    System.setProperty("broadside.home", scratch.resolve("home").toString());
  }

  @AfterEach
  void forget() {
    System.clearProperty("broadside.home");
  }

  @Test
  void leavesAPublicationAlone() throws IOException {
    Path pub = scratch.resolve("pub");
    Command.ok("init", pub, "--title", "Port");
    Map<String, String> before = Trees.files(pub);

    Command demo = Command.run("demo", "--into", pub, "--no-serve");

    assertThat(demo.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(demo.err()).contains(pub + " was not made by the demo", "choose a new name");
    assertThat(Trees.files(pub)).isEqualTo(before);
  }

  @Test
  void leavesOtherFilesAlone() throws IOException {
    Path letters = Files.createDirectory(scratch.resolve("letters"));
    Path file = Files.writeString(letters.resolve("a.txt"), "a");

    assertThat(Command.run("demo", "--into", letters, "--no-serve").code())
        .isEqualTo(ExitCode.BAD_INPUT);
    assertThat(file).hasContent("a");
  }

  @Test
  void replacesAnOlderDemo() throws IOException {
    Path demo = scratch.resolve("demo");
    Command.ok("demo", "--into", demo, "--no-serve");
    byte[] key = Files.readAllBytes(demo.resolve("private/keys/thread.key"));

    Command.ok("demo", "--into", demo, "--no-serve");

    assertThat(Files.readAllBytes(demo.resolve("private/keys/thread.key"))).isNotEqualTo(key);
    assertThat(Command.ok("status", demo, "--json").out()).contains("\"released\":2");
  }

  @Test
  @Tag("slow")
  void leavesADemoAloneOnWhichAnotherProcessWorks() throws IOException {
    Path demo = scratch.resolve("demo");
    Command.ok("demo", "--into", demo, "--no-serve");
    try (PrivateDirectory _ = PrivateDirectory.open(demo)) {
      assertThat(Command.run("demo", "--into", demo, "--no-serve").code()).isEqualTo(ExitCode.BUSY);
    }
    assertThat(Command.ok("status", demo, "--json").out()).contains("\"released\":2");
  }

  @Test
  void replacesWhatLiesInItsOwnPlaceWithoutAMark() {
    Path own = scratch.resolve("home/.build/demo");
    Command.ok("init", own, "--title", "An older demo");

    Command.ok("demo", "--no-serve");

    assertThat(Command.ok("status", own, "--json").out())
        .contains("\"title\":\"Harbour letters\"", "\"released\":2");
  }
}
