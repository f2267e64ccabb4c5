package broadside.cli;

import broadside.site.Site;
import broadside.site.SiteOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
  @Parameters(paramLabel = "PUB", description = "The publication, or its public directory alone.")
  private Path publication;

  @Mixin private Listening listening;

  @Option(
      names = "--take-notes",
      description = {
        "Take the receipts and shares that custodians of sealed releases send.",
        "They are written into the public directory; nothing is opened here."
      })
  private boolean takesNotes;

  @Override
  public Integer call() throws IOException {
    return run(
        console(),
        listening.of(SiteOptions.of(publicDirectory(publication)).withNotes(takesNotes)));
  }

  /** {@code public/} below a publication, or the directory itself where it has none. */
  static Path publicDirectory(Path publication) throws NoSuchFileException {
    if (!Files.exists(publication)) {
      throw new NoSuchFileException(publication.toString());
    }
    Path below = publication.resolve("public");
    return Files.isDirectory(below) ? below : publication;
  }

  /** Serves until the process is told to end. */
  static int run(Console console, SiteOptions options) throws IOException {
    try (Interruption interruption = Interruption.listen();
        Site _ = Listening.start(console, options)) {
      interruption.await();
    }
    return ExitCode.OK;
  }
}
