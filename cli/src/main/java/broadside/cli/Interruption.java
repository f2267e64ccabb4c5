package broadside.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C: asks long work to stop between two mails, and lets it do so before the process ends.
 *
 * <p><b>Threads:</b> any.
 */
final class Interruption {
  /** Seconds that work has to reach a clean end; a commit takes far less. */
  private static final int PATIENCE = 30;

  private static final CountDownLatch ENDED = new CountDownLatch(1);

  private final CountDownLatch asked = new CountDownLatch(1);

  private Interruption() {}

  /** Listens from now on. */
  static Interruption listen() {
    Interruption interruption = new Interruption();
    Runtime.getRuntime().addShutdownHook(new Thread(interruption::request, "interruption"));
    return interruption;
  }

  /** True once the person asked to stop. */
  boolean isRequested() {
    return asked.getCount() == 0;
  }

  /** Returns once the person asked to stop. */
  void await() {
    try {
      asked.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The command has come to its end by itself. */
  static void ended() {
    ENDED.countDown();
  }

  private void request() {
    asked.countDown();
    try {
      boolean _ = ENDED.await(PATIENCE, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
