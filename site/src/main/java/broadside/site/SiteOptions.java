package broadside.site;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a site is to be served.
 *
 * @param directory the publication's public directory
 * @param host the address to listen on
 * @param port the port to listen on; 0 for any free one
 * @param address where readers find the site, for citations and the feed; null for host and port
 * @param trustedProxies addresses whose {@code X-Forwarded-For} is believed, and which are not
 *     counted as readers themselves: a reverse proxy, a Tor daemon
 * @param refresh how often new releases are looked for
 * @param preview true to say on every page that nothing of it is published
 * @param cache where merged indexes are kept, outside the publication; null to merge none
 * @param notes true to take custodians' notes, which are written into the directory
 * @param clock by which a state is old, and a sealed release due
 */
public record SiteOptions(
    Path directory,
    String host,
    int port,
    @Nullable URI address,
    Set<String> trustedProxies,
    Duration refresh,
    boolean preview,
    SiteLimits limits,
    @Nullable Path cache,
    boolean notes,
    InstantSource clock) {

  /** The addresses of this machine itself, as a proxy beside the server has them. */
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "0:0:0:0:0:0:0:1");

  public SiteOptions {
    trustedProxies = Set.copyOf(trustedProxies);
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be 0 to 65535, not " + port);
    }
  }

  /** The defaults: loopback only, port 8080. */
  public static SiteOptions of(Path directory) {
    return new SiteOptions(
        directory,
        "127.0.0.1",
        8080,
        null,
        LOOPBACK,
        Duration.ofSeconds(10),
        false,
        SiteLimits.DEFAULT,
        null,
        false,
        InstantSource.system());
  }

  public SiteOptions withHost(String value) {
    return new SiteOptions(
        directory,
        value,
        port,
        address,
        trustedProxies,
        refresh,
        preview,
        limits,
        cache,
        notes,
        clock);
  }

  public SiteOptions withPort(int value) {
    return new SiteOptions(
        directory,
        host,
        value,
        address,
        trustedProxies,
        refresh,
        preview,
        limits,
        cache,
        notes,
        clock);
  }

  public SiteOptions withAddress(URI value) {
    return new SiteOptions(
        directory,
        host,
        port,
        value,
        trustedProxies,
        refresh,
        preview,
        limits,
        cache,
        notes,
        clock);
  }

  public SiteOptions withTrustedProxies(Set<String> value) {
    return new SiteOptions(
        directory, host, port, address, value, refresh, preview, limits, cache, notes, clock);
  }

  public SiteOptions withRefresh(Duration value) {
    return new SiteOptions(
        directory,
        host,
        port,
        address,
        trustedProxies,
        value,
        preview,
        limits,
        cache,
        notes,
        clock);
  }

  public SiteOptions withPreview(boolean value) {
    return new SiteOptions(
        directory,
        host,
        port,
        address,
        trustedProxies,
        refresh,
        value,
        limits,
        cache,
        notes,
        clock);
  }

  public SiteOptions withLimits(SiteLimits value) {
    return new SiteOptions(
        directory,
        host,
        port,
        address,
        trustedProxies,
        refresh,
        preview,
        value,
        cache,
        notes,
        clock);
  }

  public SiteOptions withCache(@Nullable Path value) {
    return new SiteOptions(
        directory,
        host,
        port,
        address,
        trustedProxies,
        refresh,
        preview,
        limits,
        value,
        notes,
        clock);
  }

  public SiteOptions withNotes(boolean value) {
    return new SiteOptions(
        directory,
        host,
        port,
        address,
        trustedProxies,
        refresh,
        preview,
        limits,
        cache,
        value,
        clock);
  }

  public SiteOptions withClock(InstantSource value) {
    return new SiteOptions(
        directory,
        host,
        port,
        address,
        trustedProxies,
        refresh,
        preview,
        limits,
        cache,
        notes,
        value);
  }
}
