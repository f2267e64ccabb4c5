package broadside.site.http;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * How many requests of one network may be on their way at a time, from their head to the last byte
 * of the response; 429 beyond. A reader who takes bytes slowly has few of them.
 */
public final class ResponsesPerAddress extends Handler.Wrapper {
  private final ReaderAddress reader;
  private final PerAddress responses;

  /**
   * A handler before another.
   *
   * @param most requests of one network
   */
  public ResponsesPerAddress(Handler handler, ReaderAddress reader, int most) {
    super(handler);
    this.reader = reader;
    this.responses = new PerAddress(most);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (responses.takeFor(request, reader.of(request))) {
      return super.handle(request, response, callback);
    }
    Response.writeError(request, response, callback, 429);
    return true;
  }
}
