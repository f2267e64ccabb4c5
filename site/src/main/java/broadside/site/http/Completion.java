package broadside.site.http;

import org.eclipse.jetty.server.Request;

/** The end of a request: its last byte is sent, or its reader is gone. */
public final class Completion {
  private Completion() {}

  /**
   * True where what was taken for the request is given back at its end. Where that cannot be
   * arranged any more, since the reader may be gone already, it is given back now.
   */
  public static boolean givesBack(Request request, Runnable give) {
    boolean isArranged = false;
    try {
      Request.addCompletionListener(request, failure -> give.run());
      isArranged = true;
    } finally {
      if (!isArranged) {
        give.run();
      }
    }
    return true;
  }
}
