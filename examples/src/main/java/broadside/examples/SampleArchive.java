package broadside.examples;

import broadside.examples.story.Story;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Writes the sample archive into a directory, and beside it, since they are no part of the mail,
 * the keys of the domains that sign and what a verifier should say.
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
    Story story = Story.tell();
    for (Map.Entry<String, byte[]> file : Delivery.files(story).entrySet()) {
      write(root.resolve(file.getKey()), file.getValue());
    }
    for (Map.Entry<String, byte[]> file : Records.files(story).entrySet()) {
      write(root.resolveSibling(root.getFileName() + file.getKey()), file.getValue());
    }
  }

  /** The files by their names below the sample's directory, in the order they are written. */
  static Map<String, byte[]> files() throws IOException {
    return Delivery.files(Story.tell());
  }

  private static void write(Path path, byte[] content) throws IOException {
    Files.createDirectories(path.resolveSibling("."));
    Files.write(path, content);
    System.out.println(content.length + "  " + path);
  }
}
