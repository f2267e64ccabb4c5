package broadside.cli;

import broadside.intake.PrivateDirectory;
import broadside.intake.release.Preview;
import broadside.site.SiteOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "preview",
    description = {
      "Serves to this machine alone what the publication would be after the next release.",
      "Nothing is published, and no number is given away. While it is looked at, others can decide",
      "and release; what they change shows in the next preview."
    },
    footer = {"", "Example: broadside preview pub --messages 2000"})
final class PreviewCommand extends Task {
  @Parameters(paramLabel = "PUB", description = "The publication.")
  private Path publication;

  @Mixin private ReleaseCommand.Choice choice;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      converter = Range.Port.class,
      defaultValue = "8081",
      description = "The port to listen on, at 127.0.0.1; 0 for any (default: ${DEFAULT-VALUE}).")
  private int port;

  @Override
  public Integer call() throws IOException {
    // Closed last: a stop waits until what was written for the preview is deleted.
    try (Interruption interruption = Interruption.listen();
        Preview preview = make(interruption)) {
      console()
          .say(
              "Preview of release %d: %s. Nothing is published."
                  .formatted(
                      preview.statement().number(),
                      Figures.mails(preview.statement().published())));
      SiteOptions options =
          SiteOptions.of(preview.publicDirectory()).withPort(port).withPreview(true);
      return ServeCommand.run(console(), options);
    }
  }

  /** The publication is free again once the preview is written. */
  private Preview make(Interruption interruption) throws IOException {
    try (PrivateDirectory directory = PrivateDirectory.open(publication);
        Releasing.Meter meter = new Releasing(console(), interruption).meter("Preparing")) {
      return Preview.make(
          directory, choice.in(directory), Instant.now().truncatedTo(ChronoUnit.SECONDS), meter);
    }
  }
}
