package broadside.cli;

import broadside.archive.release.CheckMonitor;
import java.util.function.BooleanSupplier;

/**
 * Shows mail by mail how far work is that tells of each mail's bytes.
 *
 * <p><b>Threads:</b> one at a time.
 */
final class MeteredMails implements CheckMonitor, AutoCloseable {
  private final ProgressMeter meter;
  private final BooleanSupplier cancelled;
  private long mails;
  private long bytes;

  /**
   * One that has begun.
   *
   * @param task what is being done, in one word
   * @param total mails in all
   * @param cancelled true to stop
   */
  MeteredMails(Console console, String task, long total, BooleanSupplier cancelled) {
    this.meter = ProgressMeter.ofMails(console, task, total);
    this.cancelled = cancelled;
  }

  @Override
  public boolean isCancelled() {
    return cancelled.getAsBoolean();
  }

  @Override
  public void progress(long more) {
    bytes += more;
    meter.at(++mails, bytes);
  }

  @Override
  public void close() {
    meter.close();
  }
}
