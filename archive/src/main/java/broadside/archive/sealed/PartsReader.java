package broadside.archive.sealed;

import broadside.archive.release.CheckMonitor;
import broadside.archive.release.ReleaseException;
import broadside.proof.sealed.AgeIdentity;
import broadside.proof.statement.SealedStatement;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The plaintexts of parts, one after the other. Each must have the size that it is cut to.
 *
 * <p><b>Threads:</b> one. <b>Memory:</b> some pieces of 64 KiB.
 */
final class PartsReader implements Closeable {
  private static final int BUFFER_BYTES = 1 << 18;

  private final Path directory;
  private final List<Long> sizes;
  private final AgeIdentity identity;
  private int part;
  private long left;
  private @Nullable ReadableByteChannel age;

  PartsReader(Path directory, List<Long> sizes, AgeIdentity identity) {
    this.directory = directory;
    this.sizes = List.copyOf(sizes);
    this.identity = identity;
  }

  /**
   * Compares the files with what is said of them; nothing is decrypted.
   *
   * @throws ReleaseException which names the first that is missing or another
   */
  static void check(Path directory, List<SealedStatement.Part> parts, CheckMonitor monitor)
      throws IOException {
    for (int i = 0; i < parts.size(); i++) {
      check(directory.resolve(SealedFiles.part(i + 1)), parts.get(i), monitor);
    }
  }

  /** Compares one file with what is said of it. */
  static void check(Path file, SealedStatement.Part said, CheckMonitor monitor) throws IOException {
    MessageDigest digest = NewFile.sha256();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() != said.bytes()) {
        throw new ReleaseException(
            "%s has %d bytes, not %d.".formatted(file, channel.size(), said.bytes()));
      }
      ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
      for (int n = channel.read(buffer); n > 0; n = channel.read(buffer)) {
        monitor.checkCancelled();
        digest.update(buffer.flip());
        buffer.clear();
        monitor.progress(n);
      }
    } catch (NoSuchFileException e) {
      throw ReleaseException.missing(file + " is missing.");
    }
    if (!HexFormat.of().formatHex(digest.digest()).equals(said.sha256())) {
      throw new ReleaseException(
          file + " has another SHA-256 than the seal says: fetch it from somewhere else.");
    }
  }

  /**
   * Reads so many bytes, which must be there.
   *
   * @throws ReleaseException where the parts end before
   */
  void read(byte[] into, int length) throws IOException {
    ByteBuffer target = ByteBuffer.wrap(into, 0, length);
    while (target.hasRemaining()) {
      ReadableByteChannel in = age == null ? next() : age;
      int end = target.limit();
      target.limit(target.position() + (int) Math.min(left, target.remaining()));
      int n = in.read(target);
      target.limit(end);
      if (n <= 0) {
        throw new ReleaseException(name() + " holds less than its part of the release.");
      }
      left -= n;
      if (left == 0) {
        endPart(in);
      }
    }
  }

  /** Bytes that have not been read yet. */
  long left() {
    return left + sizes.subList(part, sizes.size()).stream().mapToLong(Long::longValue).sum();
  }

  private ReadableByteChannel next() throws IOException {
    if (part == sizes.size()) {
      throw new ReleaseException("The parts end before what is sealed in them does.");
    }
    left = sizes.get(part);
    part++;
    FileChannel file = FileChannel.open(directory.resolve(name()), StandardOpenOption.READ);
    try {
      age = AgeFile.decrypt(file, identity, name());
      return age;
    } finally {
      if (age == null) {
        file.close();
      }
    }
  }

  private void endPart(ReadableByteChannel in) throws IOException {
    if (in.read(ByteBuffer.allocate(1)) > 0) {
      throw new ReleaseException(name() + " holds more than its part of the release.");
    }
    in.close();
    age = null;
  }

  private String name() {
    return SealedFiles.part(part);
  }

  @Override
  public void close() throws IOException {
    if (age != null) {
      age.close();
    }
  }
}
