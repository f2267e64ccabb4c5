package broadside.mail.source;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A file or folder that holds mail, told apart by content.
 *
 * <p><b>Threads:</b> not shared. <b>Failures:</b> what lies in the source is never an exception but
 * a refusal; {@link IOException} means that the source itself is missing or the visitor failed.
 */
public final class MailSource {
  private final Path root;
  private final SourceOptions options;

  private MailSource(Path root, SourceOptions options) {
    this.root = root;
    this.options = options;
  }

  /** A source over {@code root}, which must exist. */
  public static MailSource open(Path root, SourceOptions options) {
    return new MailSource(root, options);
  }

  /** Walks the whole source once, in a fixed order, and tells the visitor everything met. */
  public void read(SourceVisitor visitor) throws IOException {
    throw new IOException("being written " + root + options + visitor);
  }
}
