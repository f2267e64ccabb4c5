package broadside.site.http;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Permits that all networks share. None has more than a quarter of those that are free at a moment
 * (dynamic thresholds, as switches share their buffers): a few that take all they can leave room
 * for whoever comes next, and where nobody else comes one has enough.
 *
 * <p>How many there are is for others to enforce; here they are counted.
 *
 * <p><b>Threads:</b> shared by all; nobody waits.
 */
public final class Permits {
  /** A page and what it is shown with. */
  private static final int LEAST = 2;

  private static final int PART = 4;

  private final int all;
  private final AtomicInteger taken = new AtomicInteger();

  /** So many permits. */
  public Permits(int all) {
    this.all = all;
  }

  /** How many one network may have at this moment. */
  int share() {
    return Math.max(LEAST, (all - taken.get()) / PART);
  }

  /** One is taken, by whomever. */
  void take() {
    taken.incrementAndGet();
  }

  /** One is free again. */
  void give() {
    taken.decrementAndGet();
  }
}
