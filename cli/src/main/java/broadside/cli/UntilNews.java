package broadside.cli;

import broadside.archive.release.CheckMonitor;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Ends long work when something else is to be done first, after which it is gone on with.
 *
 * <p><b>Threads:</b> any.
 */
final class UntilNews implements CheckMonitor {
  /** Work asks at every step whether it is to end. */
  private static final long LOOK_EVERY_NANOS = Duration.ofMillis(500).toNanos();

  private final CheckMonitor other;
  private final BooleanSupplier news;
  private final AtomicLong next = new AtomicLong(System.nanoTime());
  private volatile boolean isNews;

  /**
   * Ends work where the other does, and where there is news.
   *
   * @param news is asked twice a second at most
   */
  UntilNews(CheckMonitor other, BooleanSupplier news) {
    this.other = other;
    this.news = news;
  }

  /**
   * There is news: work ends at this step.
   *
   * @throws InterruptedIOException always
   */
  void end() throws InterruptedIOException {
    isNews = true;
    checkCancelled();
  }

  /** True where there was news. */
  boolean isNews() {
    return isNews;
  }

  @Override
  public boolean isCancelled() {
    long now = System.nanoTime();
    long time = next.get();
    if (!isNews && now - time >= 0 && next.compareAndSet(time, now + LOOK_EVERY_NANOS)) {
      if (news.getAsBoolean()) {
        isNews = true;
      }
    }
    return isNews || other.isCancelled();
  }

  @Override
  public void expect(long bytes) {
    other.expect(bytes);
  }

  @Override
  public void progress(long bytes) {
    other.progress(bytes);
  }
}
