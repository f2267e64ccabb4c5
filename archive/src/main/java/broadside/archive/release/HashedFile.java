package broadside.archive.release;

import broadside.proof.release.FileList;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A new file of a release, hashed while it is written. */
final class HashedFile implements Closeable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final String name;
  private final FileChannel channel;
  private final DigestOutputStream hashed;
  private final OutputStream out;
  private long bytes;

  private HashedFile(String name, FileChannel channel) {
    this.name = name;
    this.channel = channel;
    this.hashed = new DigestOutputStream(Channels.newOutputStream(channel), sha256());
    this.out = new BufferedOutputStream(hashed, BUFFER_BYTES);
  }

  /** A file that must not exist yet. */
  static HashedFile create(Path directory, String name) throws IOException {
    return new HashedFile(
        name,
        FileChannel.open(
            directory.resolve(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
  }

  void write(byte[] data) throws IOException {
    write(data, data.length);
  }

  void write(byte[] data, int length) throws IOException {
    out.write(data, 0, length);
    bytes += length;
  }

  /** Bytes written so far. */
  long bytes() {
    return bytes;
  }

  /** Syncs and closes; what the list of files says of this one. */
  FileList.Entry finish() throws IOException {
    out.flush();
    channel.force(true);
    channel.close();
    return new FileList.Entry(
        name, bytes, HexFormat.of().formatHex(hashed.getMessageDigest().digest()));
  }

  /** Closes without a promise. */
  @Override
  public void close() throws IOException {
    channel.close();
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
