package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files whose names begin with a dash, in the directory in which the command is started. */
@Tag("slow")
class DashedFileTest {
  @TempDir private Path scratch;

  @BeforeEach
  void init() throws IOException {
    Files.writeString(
        scratch.resolve("-x.mbox"),
        "From a@port.example Mon Mar  2 09:00:00 2020\nFrom: a@port.example\nSubject: Tides\n\nHigh.\n");
    Command.ok("init", scratch.resolve("pub"), "--title", "Port");
  }

  @Test
  void saysHowToNameAFileThatIsReadAsAnOption() throws IOException, InterruptedException {
    assertThat(run(ExitCode.USAGE, "add", "pub", "-x.mbox"))
        .startsWith(
            "broadside: \"-x.mbox\" is read as an option. If the file is meant, write \"./-x.mbox\", or \"--\" before it and behind all options.\n")
        .contains("Help: broadside add --help");
    assertThat(run(ExitCode.USAGE, "add", "pub", "-y.mbox")).doesNotContain("If the file is meant");
  }

  @Test
  void takesItBehindTwoDashesOrWithItsDirectory() throws IOException, InterruptedException {
    assertThat(run(ExitCode.OK, "add", "pub", "--", "-x.mbox")).contains("-x.mbox: 1 new");
    assertThat(run(ExitCode.OK, "add", "--quiet", "--json", "--", "pub", "-x.mbox"))
        .contains("\"known\":1");
    assertThat(run(ExitCode.OK, "add", "pub", "./-x.mbox")).contains("1 known from before");
    assertThat(run(ExitCode.OK, "publish", "--into", "other", "--", "-x.mbox"))
        .contains("Release 1");
  }

  private String run(int code, Object... args) throws IOException, InterruptedException {
    return CommandProcess.output(scratch, code, CommandProcess.line(List.of(), args));
  }
}
