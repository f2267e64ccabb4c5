package broadside.archive.index;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Writes the index of one release.
 *
 * <p><b>Threads:</b> one.
 */
public final class ReleaseIndexWriter implements Closeable {
  private ReleaseIndexWriter() {}

  /** A writer into {@code directory}, which must be empty or absent. */
  public static ReleaseIndexWriter create(Path directory, int release, long first)
      throws IOException {
    throw new IOException("being written " + directory + release + first);
  }

  /** Adds the next number. */
  public void add(IndexEntry entry) throws IOException {
    throw new IOException("being written " + entry);
  }

  /** Merges to one segment and syncs the files. Without it, close leaves nothing usable. */
  public void finish() throws IOException {
    throw new IOException("being written");
  }

  @Override
  public void close() throws IOException {}
}
