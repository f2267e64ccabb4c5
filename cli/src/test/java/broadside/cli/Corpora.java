package broadside.cli;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;

/** Real mail to test with, kept outside of the project. */
final class Corpora {
  private Corpora() {}

  /** A file of the corpora; skips the test where it is not there. */
  static Path file(String name) {
    String given = System.getenv("BROADSIDE_CORPORA");
    Path folder =
        given == null
            ? Path.of(System.getProperty("broadside.root")).resolve("../shared/corpora")
            : Path.of(given);
    assumeThat(Files.exists(folder.resolve(name)))
        .as("no corpus %s; set BROADSIDE_CORPORA", name)
        .isTrue();
    return folder.resolve(name);
  }
}
