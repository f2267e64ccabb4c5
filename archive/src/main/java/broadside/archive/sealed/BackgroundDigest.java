package broadside.archive.sealed;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * SHA-256 of a stream, computed by a thread of its own while its owner encrypts or writes what
 * comes next. What is small needs no thread and starts none.
 *
 * <p><b>Threads:</b> one owner. <b>Memory:</b> 256 KiB, four times that of what is larger.
 */
final class BackgroundDigest implements Closeable {
  private static final int PIECE_BYTES = 1 << 18;
  private static final int PIECES = 4;
  private static final ByteBuffer END = ByteBuffer.allocate(0);

  private final MessageDigest digest = NewFile.sha256();
  private final BlockingQueue<ByteBuffer> free = new ArrayBlockingQueue<>(PIECES);
  private final BlockingQueue<ByteBuffer> full = new ArrayBlockingQueue<>(PIECES);
  private final Thread worker = new Thread(this::work, "digest");
  private boolean isStarted;
  private boolean isClosed;
  private ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES);

  /** Takes what remains in a buffer, whose position stays. */
  void update(ByteBuffer source) throws IOException {
    ByteBuffer rest = source.duplicate();
    while (rest.hasRemaining()) {
      int n = Math.min(rest.remaining(), piece.remaining());
      piece.put(piece.position(), rest, rest.position(), n);
      piece.position(piece.position() + n);
      rest.position(rest.position() + n);
      if (!piece.hasRemaining()) {
        hand();
      }
    }
  }

  /** The hash of all that came, in hexadecimal; nothing may come after it. */
  String hex() throws IOException {
    close();
    try {
      worker.join(); // at once where it never started
    } catch (InterruptedException e) {
      throw interrupted();
    }
    digest.update(piece.flip());
    return HexFormat.of().formatHex(digest.digest());
  }

  private void hand() throws IOException {
    if (!isStarted) {
      start();
    }
    try {
      full.put(piece.flip());
      piece = free.take();
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private void start() {
    for (int i = 1; i < PIECES; i++) {
      free.add(ByteBuffer.allocate(PIECE_BYTES));
    }
    worker.setDaemon(true);
    worker.start();
    isStarted = true;
  }

  private void work() {
    try {
      for (ByteBuffer next = full.take(); next.hasRemaining(); next = full.take()) {
        digest.update(next);
        free.put(next.clear());
      }
    } catch (InterruptedException e) { // closed before its end
      Thread.currentThread().interrupt();
    }
  }

  private static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted while a file was hashed");
  }

  /** Ends the thread once it has hashed what came; {@link #hex()} can be asked all the same. */
  @Override
  public void close() throws IOException {
    if (!isClosed && isStarted) {
      try {
        full.put(END);
      } catch (InterruptedException e) {
        worker.interrupt();
        throw interrupted();
      }
    }
    isClosed = true;
  }
}
