package broadside.cli;

import broadside.archive.release.CheckMonitor;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Says every ten seconds how much came or was read, and stops with Ctrl-C.
 *
 * <p><b>Threads:</b> any.
 */
final class Watching implements CheckMonitor {
  private static final long LINE_EVERY_NANOS = Duration.ofSeconds(10).toNanos();

  private final Console console;
  private final Interruption interruption;
  private final String done;
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong lastLine = new AtomicLong(System.nanoTime());

  Watching(Console console, Interruption interruption) {
    this(console, interruption, "fetched and checked");
  }

  /**
   * The same.
   *
   * @param done what has become of the bytes, in a word or two
   */
  Watching(Console console, Interruption interruption, String done) {
    this.console = console;
    this.interruption = interruption;
    this.done = done;
  }

  @Override
  public boolean isCancelled() {
    return interruption.isRequested();
  }

  @Override
  public void progress(long more) {
    long all = bytes.addAndGet(more);
    long last = lastLine.get();
    long now = System.nanoTime();
    if (now - last >= LINE_EVERY_NANOS && lastLine.compareAndSet(last, now)) {
      console.progress(Figures.bytes(all) + " " + done);
    }
  }
}
