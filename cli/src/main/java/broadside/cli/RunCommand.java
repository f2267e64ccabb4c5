package broadside.cli;

import broadside.archive.mirror.Upstream;
import broadside.proof.log.Checkpoint;
import broadside.site.Site;
import broadside.site.SiteOptions;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "run",
    description = {
      "Serves, releases what is due and opens what was sealed: the publisher's service.",
      "It takes custodians' notes, releases what the plan has due, and keeps the log fresh. Other commands",
      "may be used meanwhile. Where the editors' keys are not here it says what to sign."
    },
    footer = {
      "",
      "Example: broadside run pub --port 8080 --address https://letters.example/",
      "         broadside run pub --once --json"
    })
final class RunCommand extends Task {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "PUB", description = "The publication.")
  private Path publication;

  @Option(
      names = "--every",
      paramLabel = "TIME",
      converter = MirrorCommand.Period.class,
      defaultValue = "30s",
      description =
          "Look for what is due after such a time: 30s, 5m or 1h (default: ${DEFAULT-VALUE}).")
  private Duration every;

  @Option(
      names = "--from",
      paramLabel = "URL[,URL…]",
      description = "Mirrors that are asked for receipts and shares that custodians gave them.")
  private @Nullable String mirrors;

  @Option(
      names = "--once",
      description = {
        "Do what is due now, and end; nothing is served. With --json it prints",
        "what was published, opened, told to the log and released, and why",
        "anything was not."
      })
  private boolean once;

  @Mixin private Listening listening;

  @Mixin private Secrets secrets;

  @Override
  public Integer call() throws IOException {
    if (once) {
      listening.refuse("does not go with --once.");
    }
    List<Upstream> asked =
        mirrors == null ? List.of() : Upstreams.parse(spec.commandLine(), mirrors);
    try (Interruption interruption = Interruption.listen()) {
      ServiceRound round = new ServiceRound(publication, asked, secrets, console(), interruption);
      if (once) {
        round.once(report -> console().result(report.json()));
        return ExitCode.OK;
      }
      Path target = publication.resolve("public");
      boolean isServable = Files.exists(target.resolve(Checkpoint.PATH));
      if (!isServable) {
        listening.check(target);
        round.once(_ -> {}); // from which on there may be something to serve
      }
      SiteOptions options = listening.of(SiteOptions.of(target).withNotes(true));
      try (Site site = Listening.start(console(), options)) {
        boolean isLooking = isServable;
        while (isLooking || !interruption.awaits(every, round::isWorthALook)) {
          isLooking = false;
          round.look();
          site.look();
        }
      }
      return ExitCode.OK;
    } catch (InterruptedIOException e) {
      console().error("stopped; the same command goes on.");
      return ExitCode.INTERRUPTED;
    }
  }
}
