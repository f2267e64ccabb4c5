package broadside.intake;

import broadside.intake.IntakeException.Refusal;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Held by the one process that writes to a publication; its death releases it. */
final class PublicationLock implements Closeable {
  private final FileChannel channel;

  private PublicationLock(FileChannel channel) {
    this.channel = channel;
  }

  /** The lock in {@code file}, whose content is the holder's process id. */
  static PublicationLock take(Path file, Path publication) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    FileLock lock = tryLock(channel);
    ByteBuffer text = ByteBuffer.allocate(32);
    if (lock == null) {
      channel.read(text, 0);
      String holder = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII);
      // Not closed: on POSIX systems that would end every lock this process has on the file.
      throw new IntakeException(
          Refusal.LOCKED,
          publication,
          "Another process%s is working on %s; wait until it is done, or stop it."
              .formatted(holder.isBlank() ? "" : " (" + holder.strip() + ")", publication));
    }
    text.put((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)).flip();
    try {
      channel.truncate(0);
      channel.write(text, 0);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    return new PublicationLock(channel);
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held by another thread of this process
    }
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      channel.truncate(0);
    }
  }
}
