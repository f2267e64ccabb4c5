package broadside.archive.sealed;

import broadside.archive.release.Durable;
import broadside.proof.statement.SealedStatement;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream into parts, each of which is encrypted into a file of its own.
 *
 * <p><b>Threads:</b> one. <b>Memory:</b> two pieces of 64 KiB.
 */
final class PartsWriter implements Closeable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path directory;
  private final String recipient;
  private final List<Long> sizes;
  private final List<SealedStatement.Part> parts = new ArrayList<>();
  private @Nullable NewFile file;
  private @Nullable WritableByteChannel age;
  private long left;

  /**
   * A writer that has made no file yet.
   *
   * @param sizes of the parts' plaintexts
   */
  PartsWriter(Path directory, String recipient, List<Long> sizes) {
    this.directory = directory;
    this.recipient = recipient;
    this.sizes = List.copyOf(sizes);
  }

  void write(byte[] bytes) throws IOException {
    write(bytes, bytes.length);
  }

  void write(byte[] bytes, int length) throws IOException {
    ByteBuffer source = ByteBuffer.wrap(bytes, 0, length);
    while (source.hasRemaining()) {
      WritableByteChannel out = age == null ? next() : age;
      int n = (int) Math.min(left, source.remaining());
      int written = out.write(source.slice(source.position(), n));
      source.position(source.position() + written);
      left -= written;
      if (left == 0) {
        endPart();
      }
    }
  }

  /** Fills up what is left with zeros, and syncs the directory; the parts in order. */
  List<SealedStatement.Part> finish() throws IOException {
    byte[] zeros = new byte[BUFFER_BYTES];
    while (parts.size() < sizes.size()) {
      long more = age == null ? sizes.get(parts.size()) : left;
      write(zeros, (int) Math.min(more, zeros.length));
    }
    Durable.sync(directory);
    return List.copyOf(parts);
  }

  private WritableByteChannel next() throws IOException {
    if (parts.size() == sizes.size()) {
      throw new IllegalArgumentException("more than the parts hold");
    }
    left = sizes.get(parts.size());
    file = NewFile.create(directory.resolve(SealedFiles.part(parts.size() + 1)));
    age = AgeFile.encrypt(file, recipient);
    return age;
  }

  private void endPart() throws IOException {
    if (age != null && file != null) {
      age.close();
      parts.add(file.part());
      age = null;
      file = null;
    }
  }

  /** Closes the files; what was not finished is of no use. */
  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
