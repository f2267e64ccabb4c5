package broadside.site;

import java.io.Closeable;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that search, apart from those that serve pages: however many search, reading goes on.
 *
 * <p>A turn is held while a search is computed, not while its answer is sent, so that a slow reader
 * holds none.
 *
 * <p><b>Threads:</b> shared by all.
 */
final class SearchPool implements Closeable {
  private final ThreadPoolExecutor threads;
  private final Duration patience;

  SearchPool(SiteLimits limits) {
    patience = limits.searchPatience();
    threads =
        new ThreadPoolExecutor(
            limits.searchThreads(),
            limits.searchThreads(),
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(limits.searchesWaiting()),
            Thread.ofPlatform().name("search-", 1).daemon().factory());
  }

  /**
   * Runs one of the two, once: {@code search} when its turn comes, {@code tooLate} where it waited
   * longer than a reader does. False where too many wait already, and neither will run.
   */
  boolean submit(Runnable search, Runnable tooLate) {
    long start = System.nanoTime();
    try {
      threads.execute(
          () -> (System.nanoTime() - start > patience.toNanos() ? tooLate : search).run());
      return true;
    } catch (RejectedExecutionException full) {
      return false;
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
