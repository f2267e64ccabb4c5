package broadside.site.http;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.util.IO;
import org.jspecify.annotations.Nullable;

/**
 * Closes at once what one network opens beyond a number of connections. Those of this machine and
 * of declared proxies take permits alone.
 *
 * <p><b>Threads:</b> shared by all.
 */
public final class ConnectionsPerAddress implements SelectorManager.AcceptListener {
  private final ReaderAddress reader;
  private final PerAddress connections;
  private final Permits permits;
  private final ConcurrentMap<SelectableChannel, Optional<String>> counted =
      new ConcurrentHashMap<>();

  /**
   * A listener for one connector.
   *
   * @param most connections that one network may have open
   * @param all connections that the connector takes
   */
  public ConnectionsPerAddress(ReaderAddress reader, int most, int all) {
    this.reader = reader;
    this.permits = new Permits(all);
    this.connections = new PerAddress(most);
  }

  @Override
  public void onAccepting(SelectableChannel channel) {
    String network = reader.of(peer(channel));
    if (connections.take(network, permits)) {
      counted.put(channel, Optional.ofNullable(network));
    } else {
      IO.close(channel);
    }
  }

  @Override
  public void onAcceptFailed(SelectableChannel channel, Throwable cause) {
    onClosed(channel);
  }

  @Override
  public void onClosed(SelectableChannel channel) {
    Optional<String> network = counted.remove(channel);
    if (network != null) {
      connections.give(network.orElse(null), permits);
    }
  }

  private static @Nullable SocketAddress peer(SelectableChannel channel) {
    try {
      return channel instanceof SocketChannel socket ? socket.getRemoteAddress() : null;
    } catch (ClosedChannelException e) {
      return null; // by another limit
    } catch (IOException e) {
      IO.close(channel);
      return null;
    }
  }
}
