package broadside.cli;

import broadside.site.SiteOptions;
import broadside.site.http.Binding;
import broadside.site.http.PortInUseException;
import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where a site listens, and where readers find it. */
final class Listening {
  @Option(
      names = "--port",
      converter = Range.Port.class,
      defaultValue = "8080",
      description = "The port to listen on; 0 for any (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      description = "The address to listen on (default: ${DEFAULT-VALUE}, this machine only).")
  private String host;

  @Option(
      names = "--address",
      converter = SiteAddress.class,
      description = "Where readers find the site, for citations and the feed.")
  private @Nullable URI address;

  @Mixin private Proxies proxies;

  /**
   * Looks whether a site can listen there, long before it does.
   *
   * @throws PortInUseException where another program has the port
   */
  void check() throws IOException {
    Binding.check(host, port);
  }

  /** A site's options with these. */
  SiteOptions of(SiteOptions site) {
    SiteOptions here = site.withPort(port).withHost(host).withTrustedProxies(proxies.addresses());
    return address == null ? here : here.withAddress(address);
  }
}
