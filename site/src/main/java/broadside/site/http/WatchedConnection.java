package broadside.site.http;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;

/** What {@link SlowConnections} remembers of a connection from one look to the next. */
sealed interface WatchedConnection permits WatchedHttp1, WatchedHttp2 {
  /** No time of the clock. */
  long NEVER = -1;

  /** A connection that is new, or newly upgraded. */
  static WatchedConnection of(Connection connection, LeastPace pace) {
    return connection instanceof HTTP2Connection http2
        ? new WatchedHttp2(http2, pace)
        : new WatchedHttp1(connection, pace);
  }

  /** The connection itself. */
  Connection connection();

  /**
   * Ends what is too slow.
   *
   * @param least how slow it may be now
   * @param clock nanoseconds of watching
   * @param passed of them since the last look
   */
  void look(LeastPace least, long clock, long passed);

  /** True where something is to be sent and the kernel takes no more of it. */
  static boolean isSending(EndPoint endPoint) {
    return endPoint instanceof AbstractEndPoint socket && socket.getWriteFlusher().isPending();
  }

  /** Closes a connection. What the kernel has to send on it is still sent. */
  static void close(EndPoint endPoint) {
    endPoint.close(new TimeoutException("too slow"));
  }

  /** Closes a connection of which nothing is taken: what the kernel has to send is dropped. */
  static void cutOff(EndPoint endPoint) {
    if (endPoint.getTransport() instanceof SocketChannel socket) {
      try {
        socket.setOption(StandardSocketOptions.SO_LINGER, 0);
      } catch (IOException gone) {
        // by itself, or by another limit
      }
    }
    close(endPoint);
  }
}
