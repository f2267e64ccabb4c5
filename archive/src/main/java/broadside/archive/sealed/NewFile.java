package broadside.archive.sealed;

import broadside.proof.statement.SealedStatement;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A file that did not exist, hashed while it is written, and on disk when it is closed. */
final class NewFile implements WritableByteChannel {
  private final FileChannel channel;
  private final BackgroundDigest digest = new BackgroundDigest();
  private long bytes;

  private NewFile(FileChannel channel) {
    this.channel = channel;
  }

  static NewFile create(Path file) throws IOException {
    return new NewFile(
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    int length = source.remaining();
    digest.update(source);
    while (source.hasRemaining()) {
      int _ = channel.write(source);
    }
    bytes += length;
    return length;
  }

  /** What a statement says of it, once all is written; it is asked for once. */
  SealedStatement.Part part() throws IOException {
    return new SealedStatement.Part(bytes, digest.hex());
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    try (channel;
        digest) {
      if (channel.isOpen()) {
        channel.force(true);
      }
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
