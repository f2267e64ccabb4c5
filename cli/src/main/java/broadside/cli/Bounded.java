package broadside.cli;

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
}
