package broadside.site.http;

import java.time.Duration;
import java.util.Objects;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.handler.DoSHandler;

/** How many requests a network may send in a time; 429 beyond. */
public final class RatePerAddress {
  /** Stands for all readers whom nobody tells apart. */
  private static final String NOBODY = "";

  private RatePerAddress() {}

  /**
   * A handler before {@code handler} that holds the rate.
   *
   * @param perSecond sustained requests of one network
   * @param burst requests that one may send at once before the rate counts
   * @param idle after which a silent network is forgotten
   * @param addresses networks that are remembered; others are not counted
   */
  public static Handler before(
      Handler handler,
      ReaderAddress reader,
      int perSecond,
      int burst,
      Duration idle,
      int addresses) {
    var buckets = new DoSHandler.LeakingBucketTrackerFactory(perSecond, burst, idle);
    return new DoSHandler(
        handler,
        request -> Objects.requireNonNullElse(reader.of(request), NOBODY),
        id -> id.equals(NOBODY) ? new Uncounted() : buckets.newTracker(id),
        new DoSHandler.StatusRejectHandler(429),
        addresses,
        false);
  }

  /** The rate of those who cannot be told apart: only the limits for all hold. */
  private static final class Uncounted implements DoSHandler.Tracker {
    @Override
    public boolean onRequest(long now) {
      return true;
    }

    @Override
    public long getExpireNanoTime() {
      return Long.MAX_VALUE;
    }
  }
}
