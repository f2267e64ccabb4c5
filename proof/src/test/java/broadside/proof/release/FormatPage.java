package broadside.proof.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The vectors of a page in docs/formats. */
final class FormatPage {
  private final String text;

  private FormatPage(String text) {
    this.text = text;
  }

  static FormatPage read(String name) throws IOException {
    Path root = Path.of(System.getProperty("broadside.root"));
    return new FormatPage(Files.readString(root.resolve("docs/formats/" + name)));
  }

  String text() {
    return text;
  }

  /** The text between {@code ```fence} and {@code ```}; its lines end in LF. */
  String block(String fence) {
    String open = "\n```" + fence + "\n";
    int from = text.indexOf(open) + open.length();
    if (from < open.length()) {
      throw new IllegalArgumentException("the page has no block " + fence);
    }
    return text.substring(from, text.indexOf("```", from));
  }
}
