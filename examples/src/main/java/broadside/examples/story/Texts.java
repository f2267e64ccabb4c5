package broadside.examples.story;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The resource files of the story, without their comment lines. */
final class Texts {

  private Texts() {}

  /** The lines of a file beside this package's parent, "#" comments left out. */
  static List<String> lines(String name) {
    return read(name).lines().filter(line -> !line.startsWith("# ")).toList();
  }

  /** The passages of a file: runs of lines parted by empty ones, each joined with LF. */
  static List<String> passages(String name) {
    return List.of(String.join("\n", lines(name)).strip().split("\n\n+"));
  }

  private static String read(String name) {
    try (InputStream in = Texts.class.getResourceAsStream("/broadside/examples/" + name)) {
      if (in == null) {
        throw new IllegalArgumentException("no resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
