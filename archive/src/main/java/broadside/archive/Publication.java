package broadside.archive;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A publication opened for reading: every release as one.
 *
 * <p><b>Threads:</b> shared by all. {@link #refresh()} makes new releases visible at once and
 * whole.
 */
public final class Publication implements Closeable {
  private final Path directory;

  private Publication(Path directory) {
    this.directory = directory;
  }

  /**
   * Opens {@code publication/public}.
   *
   * @throws IOException where it is missing, damaged or of a newer format, with a sentence for the
   *     operator
   */
  public static Publication open(Path directory) throws IOException {
    return new Publication(directory);
  }

  public About about() {
    throw new IllegalStateException("being written " + directory);
  }

  /** All releases, oldest first. */
  public List<ReleaseSummary> releases() {
    throw new IllegalStateException("being written");
  }

  /** The mail with this number, or null where no release has it. Reads one byte range. */
  public @Nullable PublishedMail mail(long number) throws IOException {
    throw new IOException("being written " + number);
  }

  /** Looks for new releases; true where there were some. */
  public boolean refresh() throws IOException {
    throw new IOException("being written");
  }

  @Override
  public void close() throws IOException {}
}
