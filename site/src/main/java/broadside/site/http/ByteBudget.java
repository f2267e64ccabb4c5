package broadside.site.http;

import org.eclipse.jetty.server.Request;

/**
 * Memory for what is large, in bytes: of a number of them, many take and give back.
 *
 * <p>Each may take half of what is free, so that a few large ones leave room for the small; and
 * where nothing is taken, anything fits, so that nothing is refused for ever.
 *
 * <p><b>Threads:</b> shared by all; nobody waits.
 */
public final class ByteBudget {
  private final long whole;
  private long taken;

  /** A budget of so many bytes. */
  public ByteBudget(long whole) {
    this.whole = whole;
  }

  /** Takes the bytes until {@link #give}; false, and nothing is taken, where they do not fit. */
  public synchronized boolean take(long bytes) {
    boolean fits = bytes <= 0 || taken == 0 || bytes <= (whole - taken) / 2;
    if (fits) {
      taken += bytes;
    }
    return fits;
  }

  /** Gives back what was taken. */
  public synchronized void give(long bytes) {
    taken -= bytes;
  }

  /** Takes the bytes until the request is answered to its end, whatever becomes of it. */
  boolean takeFor(Request request, long bytes) {
    return take(bytes) && Completion.givesBack(request, () -> give(bytes));
  }
}
