package broadside.site.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whom a request or a connection is counted against, in memory only.
 *
 * <p><b>Threads:</b> shared by all.
 */
public final class ReaderAddress {
  private static final Logger LOG = LoggerFactory.getLogger(ReaderAddress.class);

  private final Set<String> proxies;
  private final AtomicBoolean saidUndeclared = new AtomicBoolean();
  private final AtomicBoolean saidSilent = new AtomicBoolean();

  /**
   * What tells readers apart.
   *
   * @param proxies addresses whose {@code X-Forwarded-For} is believed, as {@link
   *     InetAddress#getHostAddress} writes them; no other's is, since a Tor daemon passes on what
   *     its reader wrote there
   */
  public ReaderAddress(Set<String> proxies) {
    this.proxies = Set.copyOf(proxies);
  }

  /**
   * The reader's network: an IPv4 address, or the first 64 bits of an IPv6 address, since one
   * subscriber has them all. Null where nobody is named: by a program on this machine that is no
   * declared proxy, such as a Tor daemon, or by a proxy that names none, itself or another. Those
   * requests are only bound by the limits for all.
   */
  public @Nullable String of(Request request) {
    InetAddress peer = address(request.getConnectionMetaData().getRemoteSocketAddress());
    if (peer == null) {
      return null;
    }
    if (isProxy(peer)) {
      return forwarded(request, peer);
    }
    if (isNear(peer)
        && request.getHeaders().contains(HttpHeader.X_FORWARDED_FOR)
        && saidUndeclared.compareAndSet(false, true)) {
      LOG.warn(undeclared(peer));
    }
    return of(peer);
  }

  /** What the operator is told of a proxy that nobody declared. */
  static String undeclared(InetAddress peer) {
    return "%s sends X-Forwarded-For and is no declared proxy: %s. If it is a reverse proxy, name it with --proxy %1$s."
        .formatted(
            peer.getHostAddress(),
            peer.isLoopbackAddress()
                ? "its readers are not told apart, and the limits of one address hold for none of them"
                : "its readers count as one, and have the limits of one address together");
  }

  /**
   * True of an address that no reader has who comes over the internet: it may be told to the
   * operator.
   */
  static boolean isNear(InetAddress peer) {
    return peer.isLoopbackAddress()
        || peer.isSiteLocalAddress()
        || peer.isLinkLocalAddress()
        || (peer instanceof Inet6Address && (peer.getAddress()[0] & 0xfe) == 0xfc); // RFC 4193
  }

  /** The network at the other end of a connection; null for this machine and for a proxy. */
  public @Nullable String of(@Nullable SocketAddress peer) {
    InetAddress address = address(peer);
    return address == null ? null : of(address);
  }

  private @Nullable String of(InetAddress address) {
    return address.isLoopbackAddress() || isProxy(address) ? null : network(address);
  }

  /** True of a declared proxy; where none is declared, no address is written out to find it. */
  private boolean isProxy(InetAddress peer) {
    return !proxies.isEmpty() && proxies.contains(peer.getHostAddress());
  }

  /** The right-most address: the one that the proxy itself saw. */
  private @Nullable String forwarded(Request request, InetAddress proxy) {
    String last = null;
    for (String value : request.getHeaders().getValuesList(HttpHeader.X_FORWARDED_FOR)) {
      last = value.substring(value.lastIndexOf(',') + 1).strip();
    }
    if (last == null && saidSilent.compareAndSet(false, true)) {
      LOG.warn(
          "{}, a declared proxy, sent a request without X-Forwarded-For. If that was a reader's, let it send the header: its readers are not told apart without.",
          proxy.getHostAddress());
    }
    try {
      return last == null ? null : of(InetAddress.ofLiteral(last)); // a name is never looked up
    } catch (IllegalArgumentException nonsense) {
      return null;
    }
  }

  private static @Nullable InetAddress address(@Nullable SocketAddress peer) {
    return peer instanceof InetSocketAddress internet ? internet.getAddress() : null;
  }

  private static String network(InetAddress address) {
    return address instanceof Inet6Address
        ? HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), 8))
        : address.getHostAddress();
  }
}
