package broadside.archive.index;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.store.NIOFSDirectory;

/**
 * A directory whose files are mapped into memory as long as they are small together, and read
 * otherwise: mapping is faster, but what is mapped counts as memory of this process, which must not
 * grow with the archive.
 *
 * <p><b>Threads:</b> any.
 */
final class SparinglyMapped extends FilterDirectory {
  private static final long MOST_BYTES = 64 << 20;

  private final Directory read;
  private final long mostBytes;

  private SparinglyMapped(Directory mapped, Directory read, long mostBytes) {
    super(mapped);
    this.read = read;
    this.mostBytes = mostBytes;
  }

  static Directory open(Path path) throws IOException {
    return open(path, MOST_BYTES);
  }

  static Directory open(Path path, long mostBytes) throws IOException {
    return new SparinglyMapped(new MMapDirectory(path), new NIOFSDirectory(path), mostBytes);
  }

  @Override
  public IndexInput openInput(String name, IOContext context) throws IOException {
    long bytes = 0;
    for (String file : listAll()) {
      bytes += fileLength(file);
    }
    return bytes > mostBytes ? read.openInput(name, context) : super.openInput(name, context);
  }

  @Override
  public void close() throws IOException {
    try (read) {
      super.close();
    }
  }
}
