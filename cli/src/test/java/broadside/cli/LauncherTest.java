package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, with the classes of this test in the place of what it would build. */
@Tag("slow")
class LauncherTest {
  private static final Path ROOT = Path.of(System.getProperty("broadside.root"));

  @TempDir private Path scratch;

  /** A copy of the launcher, and a JDK that is this one but for its class path. */
  @BeforeEach
  void copy() throws IOException {
    executable("broadside", Files.readString(ROOT.resolve("broadside")));
    Files.createDirectories(scratch.resolve("dev"));
    Files.writeString(scratch.resolve("dev/build"), "build_when_stale() { :; }\n");
    Files.createDirectories(scratch.resolve("jdk/bin"));
    Files.writeString(scratch.resolve("jdk/release"), "JAVA_VERSION=\"25.0.3\"\n");
    executable("jdk/bin/javac", "#!/bin/sh\n");
    executable(
        "jdk/bin/java",
        """
        #!/bin/sh
        while [ "$1" != broadside.cli.Main ]; do shift; done
        exec '%s' -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED -cp '%s' "$@"
        """
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path"))));
    assumeThat(run("locale -a | grep -i '^C.UTF-*8'"))
        .as("the locale C.UTF-8 is there")
        .isNotEmpty();
  }

  @Test
  void takesTheLettersOfTheCommandLineInAnyLocale() throws IOException {
    assertTitle("unset LC_ALL LC_CTYPE LANG");
    assertTitle("unset LC_ALL LC_CTYPE; export LANG=C");
    assertTitle("export LC_ALL=POSIX");
    assertTitle("unset LC_ALL LC_CTYPE; export LANG=xx_XX.UTF-8");
  }

  private void assertTitle(String locale) throws IOException {
    Path pub = scratch.resolve("pub");
    String said = run(locale + "\n./broadside init pub --title 'Möwe über Łódź'");
    assertThat(pub.resolve("public/about")).as(said).content().contains("title Möwe über Łódź\n");
    run("rm -rf pub");
  }

  /** Runs lines of the shell, in a file so that their letters are UTF-8 for sure. */
  private String run(String lines) throws IOException {
    Path script = Files.writeString(scratch.resolve("script"), lines + "\n");
    ProcessBuilder builder =
        new ProcessBuilder("sh", script.toString())
            .directory(scratch.toFile())
            .redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", scratch.resolve("jdk").toString());
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    return out;
  }

  private void executable(String name, String text) throws IOException {
    Path file = Files.writeString(scratch.resolve(name), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
