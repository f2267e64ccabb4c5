package broadside.cli;

import broadside.archive.release.ReleaseException;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that somebody else wrote, of which each has a size that it may have. */
final class Bounded {
  private Bounded() {}

  /**
   * All bytes of a file.
   *
   * @throws FormatException where it has more than {@code most}
   */
  static byte[] read(Path file, int most) throws IOException, FormatException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw new FormatException(file + " has more than " + most + " bytes");
      }
      return bytes;
    }
  }

  /**
   * All bytes of a file that the command line names.
   *
   * @throws ReleaseException where it is a folder, or has more than {@code most}
   */
  static byte[] named(Path file, long most) throws IOException {
    if (Files.isDirectory(file)) {
      throw new ReleaseException(file + " is a folder; name a file.");
    }
    if (Files.size(file) > most) {
      throw new ReleaseException(
          "%s is larger than %s bytes.".formatted(file, Figures.count(most)));
    }
    return Files.readAllBytes(file);
  }
}
