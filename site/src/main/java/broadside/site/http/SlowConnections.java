package broadside.site.http;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what the other end of a connection is too slow for: heads and bodies of requests that come
 * byte by byte, and responses of which hardly anything is taken. One sweep a second looks at all
 * connections; requests pay nothing.
 *
 * <p><b>Threads:</b> its sweeps follow each other, on the connector's scheduler.
 */
public final class SlowConnections extends AbstractLifeCycle {
  private static final Logger LOG = LoggerFactory.getLogger(SlowConnections.class);

  private final ServerConnector connector;
  private final LeastPace pace;
  private final int crowd;
  private final long interval;
  private final Map<EndPoint, WatchedConnection> watched = new HashMap<>();
  private long last;
  private long clock;
  private volatile Scheduler.@Nullable Task next;

  private SlowConnections(ServerConnector connector, LeastPace pace, int crowd) {
    this.connector = connector;
    this.pace = pace;
    this.crowd = crowd;
    this.interval = pace.interval().toNanos();
  }

  /**
   * Watches the connections of a connector from its start to its end.
   *
   * @param all connections that it takes; from three quarters of them on they run out
   */
  public static void watch(ServerConnector connector, LeastPace pace, int all) {
    connector.addBean(new SlowConnections(connector, pace, all - all / 4));
  }

  @Override
  protected void doStart() {
    last = System.nanoTime();
    schedule();
  }

  @Override
  protected void doStop() {
    Scheduler.Task task = next;
    if (task != null) {
      task.cancel();
    }
  }

  private void schedule() {
    next = connector.getScheduler().schedule(this::sweep, interval, TimeUnit.NANOSECONDS);
  }

  private void sweep() {
    long time = System.nanoTime();
    // A machine that slept, or was too busy to sweep, holds that against nobody.
    long passed = Math.min(time - last, 2 * interval);
    last = time;
    clock += passed;
    try {
      Set<EndPoint> open = Set.copyOf(connector.getConnectedEndPoints());
      watched.keySet().retainAll(open);
      LeastPace now = open.size() < crowd ? pace : pace.hurried();
      for (EndPoint endPoint : open) {
        look(endPoint, now, passed);
      }
    } finally {
      schedule();
    }
  }

  private void look(EndPoint endPoint, LeastPace least, long passed) {
    try {
      Connection connection = endPoint.getConnection();
      if (connection != null) {
        watched
            .compute(endPoint, (key, known) -> known(known, connection))
            .look(least, clock, passed);
      }
    } catch (RuntimeException e) { // the others are looked at all the same
      LOG.warn("A connection could not be looked at, and is closed", e);
      endPoint.close(e);
    }
  }

  /** What is known of the connection; another one where it was upgraded. */
  private WatchedConnection known(@Nullable WatchedConnection known, Connection connection) {
    return known != null && known.connection().equals(connection)
        ? known
        : WatchedConnection.of(connection, pace);
  }
}
