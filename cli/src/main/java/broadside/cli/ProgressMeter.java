package broadside.cli;

import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far long work is: a bar on a terminal, a line every ten seconds elsewhere, nothing with
 * --quiet, nor of work that is done at once.
 *
 * <p><b>Threads:</b> one at a time; any may close it.
 */
final class ProgressMeter implements AutoCloseable {
  private static final long LINE_NANOS = Duration.ofSeconds(10).toNanos();
  private static final long MESSAGE_NANOS = Duration.ofMillis(200).toNanos();

  /** Before that a rate says nothing of the rest; and what takes no longer shows no bar. */
  private static final long FIRST_NANOS = Duration.ofMillis(500).toNanos();

  /**
   * Columns of the bar. Asked for the terminal's own width, the library opens it with JLine, which
   * gives signals back to the operating system: Ctrl-C would end the process between two writes.
   */
  private static final int WIDTH = 79;

  /** What is counted. */
  private enum Unit {
    MAILS(" mails", 1),
    BYTES(" MB", 1_000_000);

    private final String name;
    private final long size;

    Unit(String name, long size) {
      this.name = name;
      this.size = size;
    }
  }

  private final Console console;
  private final String task;
  private final Unit unit;
  private final boolean hasBar;
  private volatile @Nullable ProgressBar bar;
  private volatile boolean wasShown;
  private final long began = System.nanoTime();
  private long total;
  private long lastShown;

  private ProgressMeter(Console console, String task, long total, Unit unit) {
    this.console = console;
    this.task = task;
    this.total = total;
    this.unit = unit;
    this.lastShown = began;
    this.hasBar = !console.isQuiet() && console.isTerminal();
  }

  /**
   * A meter that has begun.
   *
   * @param task what is being done, in one word
   * @param total mails in all
   */
  static ProgressMeter ofMails(Console console, String task, long total) {
    return new ProgressMeter(console, task, total, Unit.MAILS);
  }

  /** The same of work that is told in bytes. */
  static ProgressMeter ofBytes(Console console, String task, long total) {
    return new ProgressMeter(console, task, total, Unit.BYTES);
  }

  /** Tells that there is more to do than was known. */
  void expect(long nowTotal) {
    total = nowTotal;
    ProgressBar shown = bar;
    if (shown != null) {
      shown.maxHint(nowTotal);
    }
  }

  /** Tells that {@code mails} of the total are done, which were {@code bytes} long. */
  void at(long mails, long bytes) {
    if (isDue(mails)) {
      show(
          mails, Figures.count(mails) + " of " + Figures.mails(total), Figures.bytes(bytes) + ", ");
    }
  }

  /** Tells that {@code bytes} of the total are done. */
  void at(long bytes) {
    if (isDue(bytes)) {
      show(bytes, Figures.bytes(bytes) + " of " + Figures.bytes(total), "");
    }
  }

  /** True where something is shown again; the bar moves at once. */
  private boolean isDue(long done) {
    long now = System.nanoTime();
    boolean isLong = now - began >= FIRST_NANOS;
    ProgressBar shown = bar;
    if (shown != null) {
      shown.stepTo(done);
    } else if (hasBar && isLong) {
      bar = bar(done, Duration.ofNanos(now - began));
      wasShown = true;
      console.shows(this);
    }
    boolean isDue = done > 0 && isLong && now - lastShown >= (hasBar ? MESSAGE_NANOS : LINE_NANOS);
    if (isDue) {
      lastShown = now;
    }
    return isDue;
  }

  private ProgressBar bar(long done, Duration elapsed) {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setInitialMax(total)
        .startsFrom(done, elapsed)
        .setUnit(unit.name, unit.size)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(200)
        .showSpeed()
        .hideEta()
        .setConsumer(new ConsoleProgressBarConsumer(System.err, WIDTH))
        .build();
  }

  private void show(long done, String of, String size) {
    double seconds = (lastShown - began) / 1e9;
    long left = Math.round(Math.max(0, total - done) * seconds / done);
    long rate = Math.round(done / seconds);
    ProgressBar shown = bar;
    if (shown != null) {
      shown.setExtraMessage(" %s%s s left".formatted(size, Figures.count(left)));
    } else {
      wasShown = true;
      console.progress(
          "%s: %s, %s%s a second, %s s left"
              .formatted(
                  task,
                  of,
                  size,
                  unit == Unit.MAILS ? Figures.count(rate) : Figures.bytes(rate),
                  Figures.count(left)));
    }
  }

  /**
   * Tells that all is counted that can be, and what is done then; nothing where nothing was shown.
   */
  void finishing(String what) {
    if (wasShown) {
      close();
      console.progress("Finishing: " + what + " …");
    }
  }

  /** Ends the line of the bar; what is done after that begins another. */
  @Override
  public void close() {
    ProgressBar shown = bar;
    bar = null;
    if (shown != null) {
      shown.close();
    }
  }
}
