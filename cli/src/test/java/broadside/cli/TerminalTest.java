package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person at a terminal sees; script(1) is the terminal. */
@Tag("slow")
class TerminalTest {
  private static final Path SCRIPT = Path.of("/usr/bin/script");
  private static final int MAILS = 150_000;
  private static final int CTRL_C = 3;

  @TempDir private Path scratch;

  @Test
  void stopsCleanlyAtCtrlCAndGoesOnWhenRunAgain() throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(SCRIPT), "skipped: no " + SCRIPT);
    Path source = manyMails();
    Path pub = scratch.resolve("pub");
    assertThat(Command.run("init", pub, "--title", "Port").code()).isZero();

    String seen = interrupted("add", pub.toString(), source.toString());

    assertThat(seen)
        .contains("Adding ", "/" + MAILS + " mails", " mails/s ")
        .containsPattern(" [kM]B, [0-9,]+ s left")
        .contains("Stopped. What was added is safe; run the same command again to go on.");
    assertThat(Command.run("add", pub, source, "--quiet").code()).isZero();
    assertThat(Command.run("status", pub, "--json").out())
        .contains("\"waiting\":" + MAILS, "\"addsUp\":true");

    assertThat(shown(ExitCode.OK, false, "check", pub.toString()))
        .as("the bar's line ends before the result is said, and the bar does not come again")
        .containsPattern("Checking 100%[^\\n]+\\R+private/: ")
        .doesNotContainPattern("[^\\r\\n]private/: ")
        .doesNotContainPattern("private/: [^\\n]+\\R+\\s*Checking 100% [^\\n]* mails");

    assertThat(interrupted("check", pub.toString()))
        .contains("Checking ", "stopped before the end; nothing was changed.")
        .containsPattern(" [kM]B, [0-9,]+ s left");

    assertThat(
            interrupted(
                "withhold",
                pub.toString(),
                "--query",
                "subject:tide",
                "--reason",
                "safety",
                "--yes"))
        .contains("Reading ", "stopped; nothing was changed.")
        .containsPattern(" [kM]B, [0-9,]+ s left");
    assertThat(Command.run("status", pub, "--json").out()).contains("\"waiting\":" + MAILS);

    Path proposal = scratch.resolve("proposal");
    assertThat(interrupted("release", pub.toString(), "--propose", "--to", proposal.toString()))
        .contains("Preparing ", "stopped; nothing was proposed.");
    assertThat(proposal).doesNotExist();

    assertThat(shown(ExitCode.OK, false, "release", pub.toString()))
        .as("what is done after the last mail is told")
        .containsPattern(
            "Releasing [^\\n]+\\R+Finishing: index, lists and hashes, and all of it to disk …\\R")
        .contains("Release 1: numbers 1 to 150,000");
  }

  @Test
  void whatIsDoneAtOnceShowsNoBar() throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(SCRIPT), "skipped: no " + SCRIPT);
    Path pub = scratch.resolve("pub");
    Path mail =
        Files.writeString(
            scratch.resolve("1.eml"), "From: a@port.example\nSubject: Tide\n\nHigh.\n");
    Command.ok("init", pub, "--title", "Port");
    assertThat(shown(ExitCode.OK, true, "authenticate", pub.toString()))
        .contains("Looked again at 0 mails")
        .doesNotContain("Verifying", "%");
    assertThat(shown(ExitCode.OK, true, "add", pub.toString(), mail.toString()))
        .contains("1 new")
        .doesNotContain("Adding", "%");
  }

  /** Everything that is shown by a command that is stopped once its bar moves. */
  private static String interrupted(String... args) throws IOException, InterruptedException {
    return shown(ExitCode.INTERRUPTED, true, args);
  }

  /**
   * Everything that is shown by a command.
   *
   * @param isStopped whether it is to be stopped once a bar moves
   */
  private static String shown(int code, boolean isStopped, String... args)
      throws IOException, InterruptedException {
    String command =
        // what starts the tests in the background makes them ignore Ctrl-C
        "exec env --default-signal=INT '%s' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx256m --enable-native-access=ALL-UNNAMED -cp '%s' broadside.cli.Main '%s'"
            .formatted(CommandProcess.JAVA, CommandProcess.CLASS_PATH, String.join("' '", args));
    Process process =
        new ProcessBuilder(SCRIPT.toString(), "-q", "-e", "-c", command, "/dev/null")
            .redirectErrorStream(true)
            .start();
    try (InputStream out = process.getInputStream();
        OutputStream keyboard = process.getOutputStream()) {
      StringBuilder seen = new StringBuilder();
      boolean pressed = !isStopped;
      byte[] some = new byte[4_096];
      for (int n = out.read(some); n >= 0; n = out.read(some)) {
        seen.append(new String(some, 0, n, StandardCharsets.UTF_8));
        if (!pressed && seen.indexOf(" s left") >= 0) {
          pressed = true;
          keyboard.write(CTRL_C);
          keyboard.flush();
        }
      }
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(seen.toString()).isEqualTo(code);
      return seen.toString();
    } finally {
      process.destroyForcibly();
    }
  }

  private Path manyMails() throws IOException {
    Path mbox = scratch.resolve("many.mbox");
    try (BufferedWriter out = Files.newBufferedWriter(mbox)) {
      for (int i = 0; i < MAILS; i++) {
        out.write("From a@port.example Mon Mar  2 09:00:00 2020\nFrom: a@port.example\n");
        out.write("Message-ID: <" + i + "@port.example>\nSubject: Tide " + i + "\n\nHigh.\n\n");
      }
    }
    return mbox;
  }
}
