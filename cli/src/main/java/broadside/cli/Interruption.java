package broadside.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C: asks long work to stop between two mails, and holds the end of the process back until the
 * work has reached a clean end.
 *
 * <p><b>Threads:</b> any.
 */
final class Interruption implements AutoCloseable {
  /** Seconds that work has to reach a clean end; a commit takes far less. */
  private static final int PATIENCE = 30;

  /** Seconds that the command has after that for its last words. */
  private static final int LAST_WORDS = 5;

  private static final Duration LOOK = Duration.ofSeconds(1);

  private static final CountDownLatch COMMAND = new CountDownLatch(1);

  private final CountDownLatch requested = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook = new Thread(this::request, "interruption");

  private Interruption() {}

  /** Listens until this is closed. */
  static Interruption listen() {
    Interruption interruption = new Interruption();
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  /** The process has nothing more to say. */
  static void commandEnded() {
    COMMAND.countDown();
  }

  /** True once the person asked to stop. */
  boolean isRequested() {
    return requested.getCount() == 0;
  }

  /** Returns after this time, or true once the person asked to stop. */
  boolean awaits(Duration time) {
    try {
      return requested.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /**
   * Returns after this time, or once there is news, for which it is looked once a second.
   *
   * @param time or null for ever
   * @return true once the person asked to stop
   */
  boolean awaits(@Nullable Duration time, BooleanSupplier isNews) {
    long began = System.nanoTime(); // the hour may be set meanwhile
    while (time == null || System.nanoTime() - began < time.toNanos()) {
      Duration left =
          time == null ? LOOK : time.minusNanos(System.nanoTime() - began).plusMillis(1);
      if (awaits(left.compareTo(LOOK) < 0 ? left : LOOK)) {
        return true;
      }
      if (isNews.getAsBoolean()) {
        return false;
      }
    }
    return false;
  }

  /** Returns once the person asked to stop. */
  void await() {
    try {
      requested.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The work has come to its end. */
  @Override
  public void close() {
    ended.countDown();
    if (!isRequested()) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // the process is ending at this moment; the hook has nothing to wait for
      }
    }
  }

  private void request() {
    requested.countDown();
    try {
      if (ended.await(PATIENCE, TimeUnit.SECONDS)) {
        boolean _ = COMMAND.await(LAST_WORDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
