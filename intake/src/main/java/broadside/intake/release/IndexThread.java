package broadside.intake.release;

import broadside.archive.index.IndexEntry;
import broadside.archive.index.ReleaseIndexWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Indexes on a thread of its own: analysis costs more than all else that a release does.
 *
 * <p><b>Threads:</b> one gives, one indexes. <b>Memory:</b> what waits has at most {@link
 * #BUDGET_BYTES} of mail; a larger mail waits alone. <b>Failures:</b> of the indexing thread come
 * out of the next call.
 */
final class IndexThread implements Closeable {
  private static final int BUDGET_BYTES = 4 << 20;

  /** What an entry costs beside its mail's bytes. */
  private static final int ENTRY_BYTES = 4 << 10;

  private final ReleaseIndexWriter writer;
  private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
  private final Semaphore free = new Semaphore(BUDGET_BYTES);
  private final Thread thread;
  private volatile @Nullable Throwable failure;
  private boolean closed;

  /** An entry and its share of the budget; the last one has no entry. */
  private record Waiting(@Nullable IndexEntry entry, int bytes) {}

  IndexThread(ReleaseIndexWriter writer) {
    this.writer = writer;
    this.thread = Thread.ofPlatform().name("release-index").start(this::indexAll);
  }

  /** Adds the next number, whose mail has so many bytes. */
  void add(IndexEntry entry, long mailBytes) throws IOException {
    rethrow();
    int bytes = (int) Math.min(BUDGET_BYTES, mailBytes + ENTRY_BYTES);
    try {
      free.acquire(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the release was interrupted");
    }
    queue.add(new Waiting(entry, bytes));
  }

  /** Indexes what waits, completes the index and closes. */
  void finish() throws IOException {
    end();
    rethrow();
    writer.finish();
    close();
  }

  /** Ends the thread, and leaves nothing usable where the index was not finished. */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    if (thread.isAlive()) {
      failure = new InterruptedIOException("the release was stopped");
      end();
    }
    writer.close();
  }

  private void end() throws IOException {
    queue.add(new Waiting(null, 0));
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the release was interrupted");
    }
  }

  /** After a failure it only takes what comes, so that nobody waits for room. */
  private void indexAll() {
    while (true) {
      try {
        Waiting next = queue.take();
        if (next.entry() == null) {
          return;
        }
        if (failure == null) {
          writer.add(next.entry());
        }
        free.release(next.bytes());
      } catch (IOException | InterruptedException | RuntimeException | Error e) {
        failure = e;
        free.release(BUDGET_BYTES);
      }
    }
  }

  private void rethrow() throws IOException {
    switch (failure) {
      case null -> {}
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IOException(e);
    }
  }
}
