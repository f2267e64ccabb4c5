package broadside.site;

import java.io.Closeable;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads for what costs much, apart from those that serve pages: however many search, or ask for
 * large mails, reading goes on.
 *
 * <p>A turn is held while an answer is made, not while it is sent, so that a slow reader holds
 * none.
 *
 * <p><b>Threads:</b> shared by all.
 */
final class WorkPool implements Closeable {
  private final ThreadPoolExecutor threads;
  private final Duration patience;

  /** Threads of this name, as many as the limits have for searches. */
  WorkPool(String name, SiteLimits limits) {
    patience = limits.searchPatience();
    threads =
        new ThreadPoolExecutor(
            limits.searchThreads(),
            limits.searchThreads(),
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(limits.searchesWaiting()),
            Thread.ofPlatform().name(name + "-", 1).daemon().factory());
  }

  /**
   * Runs one of the two, once: {@code work} when its turn comes, {@code tooLate} where it waited
   * longer than a reader does. False where too many wait already, and neither will run.
   */
  boolean submit(Runnable work, Runnable tooLate) {
    long start = System.nanoTime();
    try {
      threads.execute(
          () -> (System.nanoTime() - start > patience.toNanos() ? tooLate : work).run());
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
