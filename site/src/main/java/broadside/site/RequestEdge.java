package broadside.site;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The edge of a request, at which everything stops that goes wrong, an error of the virtual machine
 * too: it is this reader's error page, a line for the operator, and nobody else's.
 *
 * <p><b>Threads:</b> shared by all.
 */
final class RequestEdge {
  private static final Logger LOG = LoggerFactory.getLogger(RequestEdge.class);

  /** What a request asks for, down to its callback. */
  interface Work {
    /**
     * Does it.
     *
     * @throws Exception whatever Jetty's handlers may throw
     */
    void run() throws Exception;
  }

  private RequestEdge() {}

  /**
   * Does the work of a request.
   *
   * @param what it is about, as the operator's line begins
   */
  static void run(String what, Request request, Response response, Callback callback, Work work) {
    try {
      work.run();
    } catch (Throwable e) {
      LOG.error("{} could not be answered", what, e);
      Response.writeError(request, response, callback, 500);
    }
  }
}
