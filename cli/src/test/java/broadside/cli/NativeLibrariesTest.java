package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Native libraries that the build took out of their jars. */
@Tag("slow")
class NativeLibrariesTest {
  private static final Path PROGRAM =
      Path.of(System.getProperty("broadside.root"), "dev", "NativeLibraries.java");

  @TempDir private Path scratch;

  private Path libraries() throws IOException, InterruptedException {
    Path libraries = scratch.resolve("native");
    CommandProcess.output(
        scratch,
        0,
        List.of(
            CommandProcess.JAVA,
            "-cp",
            CommandProcess.CLASS_PATH,
            PROGRAM.toString(),
            libraries.toString()));
    return libraries;
  }

  private String command(int code, Path libraries, Object... args)
      throws IOException, InterruptedException {
    List<String> options =
        List.of(
            "-Djava.io.tmpdir=/dev/null", // nothing can be unpacked there
            "-Djava.library.path=" + libraries,
            "-Dorg.sqlite.lib.path=" + libraries,
            "-cp",
            CommandProcess.CLASS_PATH);
    return CommandProcess.output(scratch, code, CommandProcess.line(List.of(), options, args));
  }

  @Test
  void noCommandUnpacksThem() throws IOException, InterruptedException {
    Path libraries = libraries();
    Path pub = scratch.resolve("pub");
    byte[] box =
        "From ada@example.org Thu Apr  2 10:00:00 2015\nSubject: Tide\n\nLow.\n"
            .getBytes(StandardCharsets.UTF_8);
    Path source = Files.write(scratch.resolve("box.zst"), Zstd.compress(box));

    command(0, libraries, "init", pub, "--title", "Port");
    command(0, libraries, "add", pub, source);

    assertThat(Command.ok("status", pub, "--json").out()).contains("\"waiting\":1");
  }

  /** Else the test above says nothing. */
  @Test
  void withoutThemACommandUnpacksItsOwn() throws IOException, InterruptedException {
    assertThat(
            command(
                ExitCode.UNAVAILABLE,
                scratch.resolve("nowhere"),
                "init",
                scratch.resolve("pub"),
                "--title",
                "Port"))
        .contains("SQLite: ");
  }
}
