package broadside.archive.release;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of one check. Closing it waits for them, so that none reads on.
 *
 * <p><b>Threads:</b> one gives the work, and waits for it.
 */
final class CheckPool implements Closeable {
  /** Threads at most: with more, the reading of the disk is what is waited for. */
  private static final int MOST = 8;

  private final int threads = Math.min(Runtime.getRuntime().availableProcessors(), MOST);
  private final AtomicInteger started = new AtomicInteger();
  private final ExecutorService pool = Executors.newFixedThreadPool(threads, this::thread);

  private Thread thread(Runnable work) {
    return new Thread(work, "check-".concat(Integer.toString(started.incrementAndGet())));
  }

  /** Tasks that may wait or be done and not yet be looked at. */
  int ahead() {
    return 4 * threads;
  }

  <T> Future<T> submit(Callable<T> task) {
    return pool.submit(task);
  }

  /** What the task returns, or the exception that ended it. */
  static <T> T await(Future<T> task) throws IOException {
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the check was stopped");
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException failure -> throw failure;
        case RuntimeException bug -> throw bug;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  @Override
  public void close() {
    pool.shutdownNow();
    pool.close();
  }
}
