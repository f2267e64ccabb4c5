package broadside.archive.sealed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Programs of the system, beside which ours are tested. */
final class StockAge {
  private StockAge() {}

  /** Skips the test where the program is not installed. */
  static void needs(String program) {
    String path = System.getenv().getOrDefault("PATH", "");
    assumeTrue(
        Stream.of(path.split(File.pathSeparator))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, program))),
        () -> "The program " + program + " is not installed.");
  }

  /** What {@code age -d} makes of a file. */
  static byte[] decrypt(String identity, Path file) throws IOException, InterruptedException {
    Path key = file.resolveSibling("identity");
    Files.writeString(key, identity + "\n");
    return run("age", "-d", "-i", key.toString(), file.toString());
  }

  static byte[] run(String... command) throws IOException, InterruptedException {
    Path errors = Files.createTempFile("stock", ".err");
    Process process = new ProcessBuilder(List.of(command)).redirectError(errors.toFile()).start();
    byte[] out = process.getInputStream().readAllBytes();
    assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
    Files.delete(errors);
    return out;
  }
}
