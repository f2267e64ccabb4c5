package broadside.cli;

import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far long work is: a bar on a terminal, a line every ten seconds elsewhere, nothing with
 * --quiet.
 *
 * <p><b>Threads:</b> one at a time.
 */
final class ProgressMeter implements AutoCloseable {
  private static final long LINE_EVERY_NANOS = Duration.ofSeconds(10).toNanos();

  private final Console console;
  private final String task;
  private final @Nullable ProgressBar bar;
  private final long began = System.nanoTime();
  private long lastLine = began;

  /**
   * @param task what is being done, in one or two words
   * @param total bytes or mails in all, in {@code unit}s; -1 where unknown
   */
  ProgressMeter(Console console, String task, long total, String unit, long unitSize) {
    this.console = console;
    this.task = task;
    this.bar =
        console.isQuiet() || !console.isTerminal()
            ? null
            : new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total)
                .setUnit(unit, unitSize)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .setConsumer(new ConsoleProgressBarConsumer(console.err()))
                .showSpeed()
                .build();
  }

  /** A meter over the bytes of sources. */
  static ProgressMeter ofBytes(Console console, String task, long totalBytes) {
    return new ProgressMeter(console, task, totalBytes, " MB", 1_000_000);
  }

  /** A meter over mails. */
  static ProgressMeter ofMails(Console console, String task, long mails) {
    return new ProgressMeter(console, task, mails, " mails", 1);
  }

  /**
   * Tells how far the work is.
   *
   * @param position in the total's unit
   * @param mails mails so far
   */
  void at(long position, long mails) {
    if (bar != null) {
      bar.stepTo(position);
      bar.setExtraMessage(String.format(Locale.ROOT, "%,d mails", mails));
      return;
    }
    long now = System.nanoTime();
    if (now - lastLine >= LINE_EVERY_NANOS) {
      lastLine = now;
      double seconds = (now - began) / 1e9;
      console.progress(
          String.format(
              Locale.ROOT,
              "%s: %,d mails after %.0f s, %.0f a second",
              task,
              mails,
              seconds,
              mails / seconds));
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
