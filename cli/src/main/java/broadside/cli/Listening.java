package broadside.cli;

import broadside.site.Site;
import broadside.site.SiteOptions;
import broadside.site.http.Binding;
import broadside.site.http.PortInUseException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How a command serves a site: where it listens, where readers find it, where it keeps indexes. */
final class Listening {
  /** So many releases cost a search about twice what one release does. */
  private static final int MANY = 32;

  private static final List<String> OPTIONS =
      List.of("--port", "--host", "--address", "--cache", "--proxy");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      converter = Range.Port.class,
      defaultValue = "8080",
      description = "The port to listen on; 0 for any (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      converter = Host.class,
      defaultValue = "127.0.0.1",
      description = "The address to listen on (default: ${DEFAULT-VALUE}, this machine only).")
  private String host;

  @Option(
      names = "--address",
      paramLabel = "URL",
      converter = SiteAddress.class,
      description = "Where readers find the site, for citations and the feed.")
  private @Nullable URI address;

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      description = {
        "A directory outside the publication for merged indexes, with which",
        "many releases are searched fast, and where \"reindex\" made indexes",
        "anew. It may be deleted at any time. Without this option nothing is",
        "merged."
      })
  private @Nullable Path cache;

  @Mixin private Proxies proxies;

  /**
   * Refuses these options where no site is served: they would change nothing, without a word.
   *
   * @param why the end of a sentence that begins with the option
   */
  void refuse(String why) {
    for (String option : OPTIONS) {
      if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
        throw new ParameterException(spec.commandLine(), option + " " + why);
      }
    }
  }

  /**
   * Looks whether a site can be served so, long before it is.
   *
   * @param directory what is to be served
   * @throws PortInUseException where another program has the port
   */
  void check(Path directory) throws IOException {
    checkCache(directory);
    Binding.check(host, port);
  }

  private void checkCache(Path directory) {
    if (cache != null && absolute(cache).startsWith(absolute(directory))) {
      throw new ParameterException(
          spec.commandLine(),
          "--cache: %s is inside %s, which is for readers and mirrors: give a directory outside it."
              .formatted(cache, directory));
    }
  }

  /** A site's options with these. */
  SiteOptions of(SiteOptions site) {
    checkCache(site.directory());
    SiteOptions here =
        site.withPort(port).withHost(host).withTrustedProxies(proxies.addresses()).withCache(cache);
    return address == null ? here : here.withAddress(address);
  }

  /** Starts a site, and says where it is. */
  static Site start(Console console, SiteOptions options) throws IOException {
    Site site = Site.start(options);
    console.say("Serving " + options.directory() + " at " + site.uri() + "/ – Ctrl-C stops.");
    if (options.cache() == null && site.releases() >= MANY) {
      console.say(
          "%s releases are searched one by one; with --cache DIR a search costs a fraction."
              .formatted(Figures.count(site.releases())));
    }
    console.resultSoFar(Map.of("address", site.uri() + "/"));
    return site;
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }
}
