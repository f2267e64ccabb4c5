package broadside.site;

import broadside.archive.search.IndexCache;
import broadside.site.answers.Answers;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a site is to be served.
 *
 * @param directory the publication's public directory
 * @param host the address to listen on
 * @param port the port to listen on; 0 for any free one
 * @param address where readers find the site, for citations and the feed; null for host and port
 * @param trustedProxies addresses whose {@code X-Forwarded-For} is believed, and which are not
 *     counted as readers themselves: reverse proxies, also those on this machine
 * @param refresh how often it looks for new releases and withdrawals, which costs a millisecond
 * @param preview true to say on every page that nothing of it is published
 * @param cache where merged indexes are kept, outside the publication, and those that were made
 *     anew; null for none
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

  public SiteOptions {
    trustedProxies = Set.copyOf(trustedProxies);
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be 0 to 65535, not " + port);
    }
  }

  /** The defaults: loopback only, port 8080, no proxy. */
  public static SiteOptions of(Path directory) {
    return new SiteOptions(
        directory,
        "127.0.0.1",
        8080,
        null,
        Set.of(),
        Duration.ofSeconds(1),
        false,
        SiteLimits.DEFAULT,
        null,
        false,
        InstantSource.system());
  }

  public SiteOptions withHost(String value) {
    return with(copy -> copy.host = value);
  }

  public SiteOptions withPort(int value) {
    return with(copy -> copy.port = value);
  }

  public SiteOptions withAddress(URI value) {
    return with(copy -> copy.address = value);
  }

  public SiteOptions withTrustedProxies(Set<String> value) {
    return with(copy -> copy.trustedProxies = value);
  }

  public SiteOptions withRefresh(Duration value) {
    return with(copy -> copy.refresh = value);
  }

  public SiteOptions withPreview(boolean value) {
    return with(copy -> copy.preview = value);
  }

  public SiteOptions withLimits(SiteLimits value) {
    return with(copy -> copy.limits = value);
  }

  public SiteOptions withCache(@Nullable Path value) {
    return with(copy -> copy.cache = value);
  }

  public SiteOptions withNotes(boolean value) {
    return with(copy -> copy.notes = value);
  }

  public SiteOptions withClock(InstantSource value) {
    return with(copy -> copy.clock = value);
  }

  /**
   * What answers need of them.
   *
   * @param served where the server listens: the site's address where no other is given
   */
  Answers.Settings answers(URI served) {
    return new Answers.Settings(
        directory,
        address == null ? served : address,
        preview,
        limits.searchTime(),
        limits.textChars(),
        new IndexCache(cache),
        clock);
  }

  private SiteOptions with(Consumer<Copy> change) {
    Copy copy = new Copy(this);
    change.accept(copy);
    return copy.made();
  }

  /** The same options, of which one is about to be another. */
  private static final class Copy {
    private Path directory;
    private String host;
    private int port;
    private @Nullable URI address;
    private Set<String> trustedProxies;
    private Duration refresh;
    private boolean preview;
    private SiteLimits limits;
    private @Nullable Path cache;
    private boolean notes;
    private InstantSource clock;

    Copy(SiteOptions from) {
      this.directory = from.directory;
      this.host = from.host;
      this.port = from.port;
      this.address = from.address;
      this.trustedProxies = from.trustedProxies;
      this.refresh = from.refresh;
      this.preview = from.preview;
      this.limits = from.limits;
      this.cache = from.cache;
      this.notes = from.notes;
      this.clock = from.clock;
    }

    SiteOptions made() {
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
          clock);
    }
  }
}
