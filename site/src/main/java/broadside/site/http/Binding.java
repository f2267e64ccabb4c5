package broadside.site.http;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;

/** How a server takes the address that it listens on, and what is said where it cannot. */
public final class Binding {
  private Binding() {}

  /**
   * Takes the address that a server is to listen on, before it is started.
   *
   * @throws PortInUseException where another program has it
   * @throws IOException where the address is none of this machine, or the port not for everybody
   */
  public static void open(ServerConnector connector) throws IOException {
    try {
      connector.open();
    } catch (IOException e) {
      throw refused(connector.getHost(), connector.getPort(), e, e.getCause());
    }
  }

  /**
   * Takes an address that a server is to listen on later, and leaves it again.
   *
   * @throws PortInUseException where another program has it
   * @throws IOException where the address is none of this machine, or the port not for everybody
   */
  public static void check(String host, int port) throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true); // as the server does
      socket.bind(new InetSocketAddress(host, port));
    } catch (IOException e) {
      throw refused(host, port, e, e);
    }
  }

  private static IOException refused(
      String host, int port, IOException failure, @Nullable Throwable why) throws IOException {
    if (!isHere(host)) {
      return new IOException(
          "%s is no address of this machine. Listen on one that it has (\"ip address\" shows them), on 127.0.0.1, or on 0.0.0.0 for all."
              .formatted(host),
          failure);
    }
    if (why != null && String.valueOf(why.getMessage()).contains("Permission denied")) {
      return new IOException(
          "Port %d of %s may not be used by this user. Choose one of 1024 or above, and put a reverse proxy in front."
              .formatted(port, host),
          failure);
    }
    return why instanceof BindException ? new PortInUseException(host, port, why) : failure;
  }

  /** True where a server can listen on the address: it is this machine's, or stands for all. */
  private static boolean isHere(String host) throws IOException {
    try {
      InetAddress address = InetAddress.getByName(host);
      return address.isAnyLocalAddress()
          || address.isLoopbackAddress()
          || NetworkInterface.getByInetAddress(address) != null;
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
