package broadside.mail.source;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Counts what a source should yield, by means simpler than reading it: "From " separators, files,
 * an archive's own directory. Shares no code with {@link MailSource}, so that a loss in one shows
 * against the other.
 */
public final class SourceCounter {
  private SourceCounter() {}

  /** The number of mails and refusals that {@link MailSource#read} must report for {@code root}. */
  public static long count(Path root, SourceOptions options) throws IOException {
    throw new IOException("being written " + root + options);
  }
}
