package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.site.Site;
import broadside.site.SiteOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Machines that are ports of this process. */
final class LocalMachines implements Machines {
  private record Following(URI upstream, Path copy) {}

  private final Map<String, Site> sites = new HashMap<>();
  private final Map<String, Following> following = new HashMap<>();

  @Override
  public URI serve(String machine, Path publication) throws IOException {
    stop(machine);
    Site site =
        Site.start(
            SiteOptions.of(publication.resolve("public"))
                .withPort(0)
                .withRefresh(Duration.ofMillis(100)));
    sites.put(machine, site);
    return site.uri();
  }

  @Override
  public URI mirror(String machine, URI upstream, Path copy) throws IOException {
    follow(new Following(upstream, copy));
    URI address = serve(machine, copy);
    following.put(machine, new Following(upstream, copy));
    return address;
  }

  private static void follow(Following mirror) {
    Command run = Command.run("mirror", mirror.upstream(), mirror.copy());
    assertThat(run.code()).as(run.err()).isZero();
  }

  @Override
  public void awaitEntries(String machine, long entries) throws IOException {
    Following mirror = following.get(machine);
    String checkpoint = Objects.requireNonNull(sites.get(machine)).uri() + "/checkpoint";
    Machines.await(
        machine + " serves " + entries + " entries",
        () -> {
          if (mirror != null) {
            follow(mirror);
          }
          try (InputStream in = URI.create(checkpoint).toURL().openStream()) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.contains("\n" + entries + "\n");
          }
        });
  }

  @Override
  public void stop(String machine) throws IOException {
    following.remove(machine);
    Site site = sites.remove(machine);
    if (site != null) {
      site.close();
    }
  }

  @Override
  public Command read(Object... args) {
    return Command.run(args);
  }

  @Override
  public void close() throws IOException {
    for (Site site : sites.values()) {
      site.close();
    }
  }
}
