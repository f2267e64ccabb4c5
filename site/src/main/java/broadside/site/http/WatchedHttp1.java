package broadside.site.http;

import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;

/** A connection on which one request follows another. */
final class WatchedHttp1 implements WatchedConnection {
  private final Connection connection;
  private final LeastPace pace;

  /**
   * Requests and responses that have begun: while it stays the same, so does what is waited for.
   */
  private long begun;

  /** Bytes that had come when it was last another number. */
  private long before;

  private long since = NEVER;
  private Progress response;

  WatchedHttp1(Connection connection, LeastPace pace) {
    this.connection = connection;
    this.pace = pace;
    this.response = new Progress(pace, 0);
  }

  @Override
  public Connection connection() {
    return connection;
  }

  @Override
  public void look(long clock, long passed) {
    long now = connection.getMessagesIn() + connection.getMessagesOut();
    if (now != begun) {
      begun = now;
      before = connection.getBytesIn();
      since = NEVER;
      response = new Progress(pace, connection.getBytesOut());
    }
    EndPoint endPoint = connection.getEndPoint();
    boolean isSending = WatchedConnection.isSending(endPoint);
    if (response.isTooSlow(connection.getBytesOut(), isSending, passed)) {
      WatchedConnection.end(endPoint);
    } else if (isSending) {
      endPoint.setIdleTimeout(pace.stall().toMillis()); // what the kernel takes, it takes in leaps
    } else if (endPoint.isFillInterested()) {
      endPoint.setIdleTimeout(pace.idle().toMillis());
      await(endPoint, clock);
    }
  }

  /** A head, or a body: the time for it begins with what first comes of it. */
  private void await(EndPoint endPoint, long clock) {
    if (since == NEVER) {
      since = connection.getBytesIn() == before ? NEVER : clock;
    } else if (clock - since > pace.head().toNanos()) {
      WatchedConnection.end(endPoint);
    }
  }
}
