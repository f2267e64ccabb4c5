package broadside.cli;

import broadside.site.Site;
import broadside.site.SiteOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "serve",
    description = {
      "Serves a publication's public directory until it is stopped. New releases appear by themselves.",
      "The user it runs as needs no right to read private/."
    },
    footer = {"", "Example: broadside serve pub --port 8080 --address https://letters.example/"})
final class ServeCommand extends Task {
  /** So many releases cost a search about twice what one release does. */
  private static final int MANY = 32;

  @Parameters(paramLabel = "PUB", description = "The publication, or its public directory alone.")
  private Path publication;

  @Mixin private Listening listening;

  @Option(
      names = "--cache",
      description = {
        "A directory outside the publication for merged indexes, with which many releases are searched fast,",
        "and where \"reindex\" made indexes anew. It may be deleted at any time. Without this option nothing is merged."
      })
  private @Nullable Path cache;

  @Option(
      names = "--take-notes",
      description = {
        "Take the receipts and shares that custodians of sealed releases send. They are written into the",
        "public directory; nothing is opened here."
      })
  private boolean takesNotes;

  @Override
  public Integer call() throws IOException {
    return run(
        console(),
        listening.of(
            SiteOptions.of(publicDirectory(publication)).withCache(cache).withNotes(takesNotes)));
  }

  /** {@code public/} below a publication, or the directory itself where it has none. */
  static Path publicDirectory(Path publication) {
    Path below = publication.resolve("public");
    return Files.isDirectory(below) ? below : publication;
  }

  /** Serves until the process is told to end. */
  static int run(Console console, SiteOptions options) throws IOException {
    try (Interruption interruption = Interruption.listen();
        Site site = Site.start(options)) {
      console.say("Serving " + options.directory() + " at " + site.uri() + "/ – Ctrl-C stops.");
      if (options.cache() == null && site.releases() >= MANY) {
        console.say(
            "%s releases are searched one by one; with --cache DIR a search costs a fraction."
                .formatted(Figures.count(site.releases())));
      }
      console.result(Map.of("address", site.uri() + "/"));
      interruption.await();
    }
    return ExitCode.OK;
  }
}
