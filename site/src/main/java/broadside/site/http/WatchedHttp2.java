package broadside.site.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.http2.HTTP2Stream;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Callback;

/**
 * A connection with many requests at a time, perhaps of many readers behind one proxy: a response
 * that is not taken ends alone.
 */
final class WatchedHttp2 implements WatchedConnection {
  private final HTTP2Connection connection;
  private final LeastPace pace;
  private final Map<Stream, Progress> responses = new HashMap<>();

  /** Requests that had begun when there was last one in work. */
  private long begun = NEVER;

  private long since;
  private boolean isClosing;

  WatchedHttp2(HTTP2Connection connection, LeastPace pace) {
    this.connection = connection;
    this.pace = pace;
  }

  @Override
  public Connection connection() {
    return connection;
  }

  @Override
  public void look(LeastPace least, long clock, long passed) {
    List<Stream> streams = List.copyOf(connection.getSession().getStreams());
    responses.keySet().retainAll(streams);
    if (!streams.isEmpty() || connection.getMessagesIn() != begun) {
      begun = connection.getMessagesIn();
      since = clock;
    }
    for (Stream stream : streams) {
      if (stream instanceof HTTP2Stream response) {
        look(response, passed);
      }
    }
    if (clock - since > least.idle().toNanos()) { // whatever comes, and be it half a head
      close();
    }
  }

  private void look(HTTP2Stream stream, long passed) {
    HTTP2Session session = stream.getSession();
    EndPoint endPoint = connection.getEndPoint();
    boolean isStalled = stream.getSendWindow() <= 0 || session.getSendWindow() <= 0;
    boolean isWaiting = isStalled || WatchedConnection.isSending(endPoint);
    long sent = session.getFlowControlStrategy() instanceof SentBytes bytes ? bytes.of(stream) : 0;
    Progress response = responses.computeIfAbsent(stream, key -> new Progress(pace, 0));
    if (response.isTooSlow(sent, isWaiting, passed)) {
      if (isStalled) {
        stream.reset(
            new ResetFrame(stream.getId(), ErrorCode.CANCEL_STREAM_ERROR.code), Callback.NOOP);
      } else {
        WatchedConnection.cutOff(endPoint);
      }
    } else if (isWaiting) {
      stream.setIdleTimeout(pace.stall().toMillis());
    }
  }

  private void close() {
    if (isClosing) {
      WatchedConnection.close(connection.getEndPoint());
    } else {
      isClosing = true;
      connection.close(); // says so first
    }
  }
}
