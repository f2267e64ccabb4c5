package broadside.examples;

import broadside.examples.story.Story;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Writes the sample archive into a directory.
 *
 * <p>Usage: {@code SampleArchive examples/harbour}. What it writes is committed; a test compares.
 */
public final class SampleArchive {

  private SampleArchive() {}

  /** Writes every file of the sample below the directory that is named. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 1) {
      System.err.println("usage: SampleArchive DIRECTORY");
      System.exit(2);
    }
    Path root = Path.of(arguments[0]);
    for (Map.Entry<String, byte[]> file : files().entrySet()) {
      Path path = root.resolve(file.getKey());
      Files.createDirectories(path.resolveSibling("."));
      Files.write(path, file.getValue());
      System.out.println(file.getValue().length + "  " + path);
    }
  }

  /** The files by their names below the sample's directory, in the order they are written. */
  static Map<String, byte[]> files() throws IOException {
    return Delivery.files(Story.tell());
  }
}
