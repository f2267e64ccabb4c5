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

  /**
   * Columns of the bar. Asked for the terminal's own width, the library opens it with JLine, which
   * gives signals back to the operating system: Ctrl-C would end the process between two writes.
   */
  private static final int WIDTH = 79;

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
                .hideEta()
                .setConsumer(new ConsoleProgressBarConsumer(System.err, WIDTH))
                .build();
  }

  /** Tells that {@code mails} of the total are done, which were {@code bytes} long. */
  void at(long mails, long bytes) {
    long now = System.nanoTime();
    if (bar != null) {
      bar.stepTo(mails);
      bar.setExtraMessage(" " + Figures.bytes(bytes) + left(mails, now));
      return;
    }
    if (now - lastLine >= LINE_EVERY_NANOS && mails > 0) {
      lastLine = now;
      console.progress(
          String.format(
              Locale.ROOT,
              "%s: %s of %s, %s, %.0f a second%s",
              task,
              Figures.count(mails),
              Figures.mails(total),
              Figures.bytes(bytes),
              mails / seconds(now),
              left(mails, now)));
    }
  }

  /** {@code , 11 s left}, once there is a rate to reckon with. */
  private String left(long mails, long now) {
    return mails == 0
        ? ""
        : String.format(Locale.ROOT, ", %.0f s left", (total - mails) * seconds(now) / mails);
  }

  private double seconds(long now) {
    return (now - began) / 1e9;
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
