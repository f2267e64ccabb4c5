package broadside.site.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Whom a request is counted against, in memory only.
 *
 * @param trustedProxies addresses, as {@link InetAddress#getHostAddress} writes them
 */
public record ReaderAddress(Set<String> trustedProxies) {
  private static final Pattern LITERAL = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

  /**
   * The reader's network: an IPv4 address, or the first 64 bits of an IPv6 address, since one
   * subscriber has them all. Null for a trusted proxy that names nobody, such as a Tor daemon:
   * those requests are only bound by the limits for all.
   */
  public @Nullable String of(Request request) {
    if (!(request.getConnectionMetaData().getRemoteSocketAddress()
            instanceof InetSocketAddress peer)
        || peer.getAddress() == null) {
      return null;
    }
    InetAddress address = peer.getAddress();
    if (!trustedProxies.contains(address.getHostAddress())) {
      return network(address);
    }
    // the right-most address is the one that the proxy itself saw
    String last = null;
    for (String value : request.getHeaders().getValuesList(HttpHeader.X_FORWARDED_FOR)) {
      last = value.substring(value.lastIndexOf(',') + 1).strip();
    }
    if (last == null || !LITERAL.matcher(last).matches()) {
      return null;
    }
    try {
      return network(InetAddress.getByName(last)); // a literal: nothing is looked up
    } catch (UnknownHostException nonsense) {
      return null;
    }
  }

  private static String network(InetAddress address) {
    return address instanceof Inet6Address
        ? HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), 8))
        : address.getHostAddress();
  }
}
