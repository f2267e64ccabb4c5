package broadside.site.http;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.eclipse.jetty.http2.BufferingFlowControlStrategy;
import org.eclipse.jetty.http2.api.Stream;

/**
 * Flow control of one HTTP/2 connection as Jetty has it, which counts what is sent of each
 * response.
 *
 * <p><b>Threads:</b> as Jetty calls it, and the sweep of {@link SlowConnections}.
 */
public final class SentBytes extends BufferingFlowControlStrategy {
  /** As Jetty's own default. */
  private static final float RATIO = 0.5f;

  private final ConcurrentMap<Stream, Long> sent = new ConcurrentHashMap<>();

  /** For a new connection. */
  public SentBytes() {
    super(RATIO);
  }

  /** So many bytes of the response's body are sent. */
  long of(Stream stream) {
    return sent.getOrDefault(stream, 0L);
  }

  @Override
  public void onDataSent(Stream stream, int length) {
    super.onDataSent(stream, length);
    sent.merge(stream, (long) length, Long::sum);
  }

  @Override
  public void onStreamDestroyed(Stream stream) {
    super.onStreamDestroyed(stream);
    sent.remove(stream);
  }
}
