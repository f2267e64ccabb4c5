package broadside.intake;

import broadside.archive.release.CheckMonitor;

/**
 * Ends work once so many mails are done.
 *
 * <p><b>Threads:</b> one.
 */
public final class StopAfter implements CheckMonitor {
  private final int mails;
  private int told;

  public StopAfter(int mails) {
    this.mails = mails;
  }

  /** How many are done. */
  public int told() {
    return told;
  }

  @Override
  public boolean isCancelled() {
    return told >= mails;
  }

  @Override
  public void progress(long bytes) {
    told++;
  }
}
