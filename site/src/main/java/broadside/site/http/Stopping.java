package broadside.site.http;

import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;

/** How servers stop. */
public final class Stopping {
  private Stopping() {}

  /** Stops a server; requests that do not end within its stop timeout are cut off. */
  public static void stop(Server server) {
    try {
      LifeCycle.stop(server);
    } catch (RuntimeException e) {
      if (!(e.getCause() instanceof TimeoutException)) {
        throw e;
      }
    }
  }
}
