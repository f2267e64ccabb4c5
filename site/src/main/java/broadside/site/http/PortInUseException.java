package broadside.site.http;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.eclipse.jetty.server.ServerConnector;

/** Another program already listens on the address that a server was to listen on. */
public final class PortInUseException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int port;

  private PortInUseException(String host, int port, Throwable cause) {
    super(
        "Port %d of %s is in use by another program. Stop it, or choose another port."
            .formatted(port, host),
        cause);
    this.port = port;
  }

  /**
   * Takes the address that a server is to listen on, before it is started.
   *
   * @throws PortInUseException where another program has it
   */
  public static void open(ServerConnector connector) throws IOException {
    try {
      connector.open();
    } catch (IOException e) {
      if (e.getCause() instanceof BindException taken) {
        throw new PortInUseException(connector.getHost(), connector.getPort(), taken);
      }
      throw e;
    }
  }

  /**
   * Takes an address that a server is to listen on later, and leaves it again.
   *
   * @throws PortInUseException where another program has it
   */
  public static void check(String host, int port) throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true); // as the server does
      socket.bind(new InetSocketAddress(host, port));
    } catch (BindException e) {
      throw new PortInUseException(host, port, e);
    }
  }

  /** The port that was taken. */
  public int port() {
    return port;
  }
}
