package broadside.cli;

import java.time.Duration;
import java.util.Locale;
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
  private final long total;
  private final @Nullable ProgressBar bar;
  private final long began = System.nanoTime();
  private long lastLine = began;

  /**
   * A meter that has begun.
   *
   * @param task what is being done, in one word
   * @param total mails in all
   */
  ProgressMeter(Console console, String task, long total) {
    this.console = console;
    this.task = task;
    this.total = total;
    this.bar =
        console.isQuiet() || !console.isTerminal()
            ? null
            : new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total)
                .setUnit(" mails", 1)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .showSpeed()
                .build();
  }

  /** Tells that {@code mails} of the total are done, which were {@code bytes} long. */
  void at(long mails, long bytes) {
    if (bar != null) {
      bar.stepTo(mails);
      bar.setExtraMessage(Figures.bytes(bytes));
      return;
    }
    long now = System.nanoTime();
    if (now - lastLine >= LINE_EVERY_NANOS && mails > 0) {
      lastLine = now;
      double seconds = (now - began) / 1e9;
      double rate = mails / seconds;
      console.progress(
          String.format(
              Locale.ROOT,
              "%s: %s of %s, %s, %.0f a second, %.0f s left",
              task,
              Figures.count(mails),
              Figures.mails(total),
              Figures.bytes(bytes),
              rate,
              (total - mails) / rate));
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
