package broadside.site.http;

import org.eclipse.jetty.server.Request;

/** The end of a request: its last byte is sent, or its reader is gone. */
final class Completion {
  private Completion() {}

  /**
   * True where what was taken for the request is given back at its end. Where that cannot be
   * arranged any more, it is given back now.
   */
  static boolean givesBack(Request request, Runnable give) {
    try {
      Request.addCompletionListener(request, failure -> give.run());
      return true;
    } catch (Throwable e) { // the reader may be gone already
      give.run();
      throw e;
    }
  }
}
