package broadside.intake.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What other people's programs say of a release. */
@Tag("slow")
class StandardToolsTest {
  @TempDir Path directory;

  @Test
  void unzipAcceptsTheMails() throws IOException, InterruptedException {
    assertThat(run("unzip", "-t", "mail.zip")).contains("No errors detected");
  }

  @Test
  void sha256sumAcceptsTheList() throws IOException, InterruptedException {
    assertThat(run("sha256sum", "--strict", "-c", "SHA256SUMS")).contains("mail.zip: OK");
  }

  @Test
  void pythonReadsTheMails() throws IOException, InterruptedException {
    String script =
        "import zipfile; z = zipfile.ZipFile('mail.zip'); print(z.testzip(), len(z.namelist()))";
    assertThat(run("python3", "-c", script)).contains("None 20");
  }

  private String run(String... command) throws IOException, InterruptedException {
    assumeTrue(isInstalled(command[0]), command[0] + " is not installed: not tested");
    Letters letters = Letters.create(directory.resolve("pub"));
    letters.add(IntStream.rangeClosed(1, 20).toArray());
    letters.release(ReleaseChoice.ALL);
    Process process =
        new ProcessBuilder(List.of(command))
            .directory(letters.publicDirectory().resolve("releases/1").toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  private static boolean isInstalled(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
