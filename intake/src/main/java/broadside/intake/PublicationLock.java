package broadside.intake;

import broadside.intake.IntakeException.Refusal;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Held by the one process that writes to a publication; its death releases it. */
final class PublicationLock implements Closeable {
  /** The publisher's service holds it for a moment at a time, beside which commands are used. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final int PAUSE_MILLIS = 50;

  private final FileChannel channel;

  private PublicationLock(FileChannel channel) {
    this.channel = channel;
  }

  /** The lock in {@code file}, whose content is the holder's process id. */
  static PublicationLock take(Path file, Path publication) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    FileLock lock = await(channel);
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

  /** The lock, or null where somebody else keeps it. */
  private static @Nullable FileLock await(FileChannel channel) throws IOException {
    long began = System.nanoTime();
    FileLock lock = tryLock(channel);
    try {
      while (lock == null && System.nanoTime() - began < PATIENCE.toNanos()) {
        Thread.sleep(PAUSE_MILLIS);
        lock = tryLock(channel);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped while another process had the publication");
    }
    return lock;
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
