package broadside.site.http;

import java.util.function.Function;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * How many requests of one network may be on their way at a time, from their head to the last byte
 * of the response; 429 beyond. A reader who takes bytes slowly has few of them, and fewer where
 * many do so.
 */
public final class ResponsesPerAddress extends Handler.Wrapper {
  private final ReaderAddress reader;
  private final PerAddress responses;
  private final Function<Request, Permits> permits;

  /**
   * A handler before another.
   *
   * @param most requests of one network
   * @param permits which of all networks a request takes one of
   */
  public ResponsesPerAddress(
      Handler handler, ReaderAddress reader, int most, Function<Request, Permits> permits) {
    super(handler);
    this.permits = permits;
    this.reader = reader;
    this.responses = new PerAddress(most);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (responses.takeFor(request, reader.of(request), permits.apply(request))) {
      return super.handle(request, response, callback);
    }
    Response.writeError(request, response, callback, 429);
    return true;
  }
}
