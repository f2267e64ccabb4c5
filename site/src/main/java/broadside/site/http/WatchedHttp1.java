package broadside.site.http;

import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;

/** A connection on which one request follows another. */
final class WatchedHttp1 implements WatchedConnection {
  private final Connection connection;
  private final LeastPace pace;

  /** Requests and responses that have begun: while it is the same, so is what is waited for. */
  private long begun;

  /** Bytes that had come when it was last another number. */
  private long before;

  /** Bytes that had come when last looked at. */
  private long heard;

  /** When this end began to wait for what it has not heard yet. */
  private long quiet = NEVER;

  /** When the first was heard of what it waits for. */
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
  public void look(LeastPace least, long clock, long passed) {
    long now = connection.getMessagesIn() + connection.getMessagesOut();
    if (now != begun) {
      begun = now;
      before = connection.getBytesIn();
      since = NEVER;
      quiet = NEVER;
      response = new Progress(pace, connection.getBytesOut());
    }
    EndPoint endPoint = connection.getEndPoint();
    boolean isSending = WatchedConnection.isSending(endPoint);
    if (response.isTooSlow(connection.getBytesOut(), isSending, passed)) {
      WatchedConnection.cutOff(endPoint);
    } else if (isSending) {
      endPoint.setIdleTimeout(pace.stall().toMillis()); // what the kernel takes, it takes in leaps
      quiet = NEVER;
    } else if (endPoint.isFillInterested()) {
      endPoint.setIdleTimeout(pace.idle().toMillis());
      listen(clock);
      if (clock - quiet > least.idle().toNanos()
          || (since != NEVER && clock - since > least.head().toNanos())) {
        WatchedConnection.close(endPoint);
      }
    } else {
      quiet = NEVER; // it waits for this server
    }
  }

  private void listen(long clock) {
    long bytes = connection.getBytesIn();
    if (quiet == NEVER || bytes != heard) {
      heard = bytes;
      quiet = clock;
    }
    if (since == NEVER && bytes != before) {
      since = clock;
    }
  }
}
