package broadside.cli;

import broadside.archive.release.CheckMonitor;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far work is whose bytes are counted, and stops it with Ctrl-C. Where the total is not
 * known, a line says every ten seconds how much it was.
 *
 * <p><b>Threads:</b> any.
 */
final class Watching implements CheckMonitor, AutoCloseable {
  private static final long LINE_NANOS = Duration.ofSeconds(10).toNanos();

  private final Console console;
  private final Interruption interruption;
  private final String task;
  private long bytes;
  private long expected;
  private long lastLine = System.nanoTime();
  private @Nullable ProgressMeter meter;

  /**
   * One that has begun.
   *
   * @param task what is being done, in one word
   */
  Watching(Console console, Interruption interruption, String task) {
    this.console = console;
    this.interruption = interruption;
    this.task = task;
  }

  @Override
  public boolean isCancelled() {
    return interruption.isRequested();
  }

  @Override
  public synchronized void expect(long more) {
    expected += more;
    if (meter != null) {
      meter.expect(expected);
    } else if (expected > 0) {
      meter = ProgressMeter.ofBytes(console, task, expected);
      bytes = 0; // what came before is not of these
    }
  }

  @Override
  public synchronized void progress(long more) {
    bytes += more;
    long now = System.nanoTime();
    if (meter != null) {
      meter.at(bytes);
    } else if (now - lastLine >= LINE_NANOS) {
      lastLine = now;
      console.progress(task + ": " + Figures.bytes(bytes));
    }
  }

  @Override
  public synchronized void close() {
    if (meter != null) {
      meter.close();
    }
  }
}
