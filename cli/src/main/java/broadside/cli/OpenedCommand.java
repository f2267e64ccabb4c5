package broadside.cli;

import broadside.intake.release.SealedReleases;
import broadside.proof.statement.AboutSeal;
import broadside.proof.statement.Opening;
import java.io.IOException;
import java.time.Instant;
import picocli.CommandLine.Command;

@Command(
    name = "opened",
    description = {
      "Tells the log that a sealed release was opened, for the record.",
      "It is open without that. What editors say of it later, a withdrawal or a correction, counts from then on."
    },
    footer = {
      "",
      "Example: broadside opened pub 8",
      "         broadside opened pub 8 --propose --to proposal-opened-8"
    })
final class OpenedCommand extends AboutSealTask {
  @Override
  AboutSeal statement(SealedReleases sealed, int release, Instant time) throws IOException {
    return sealed.opening(release, time);
  }

  @Override
  boolean isSuch(AboutSeal statement) {
    return statement instanceof Opening;
  }

  @Override
  String done(AboutSeal statement) {
    return "The log tells that release %d is open.".formatted(statement.number());
  }
}
