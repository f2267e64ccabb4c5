package broadside.cli;

import broadside.intake.release.SealedReleases;
import broadside.proof.statement.AboutSeal;
import broadside.proof.statement.Hold;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.time.Instant;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "hold",
    description = {
      "Puts the hour of a sealed release off, visibly, as far as its terms allow.",
      "Custodians wait until the time that you say. A release that is open somewhere stays open there."
    },
    footer = {"", "Example: broadside hold pub 8 --until 2026-12-12T14:00Z"})
final class HoldCommand extends AboutSealTask {
  @Spec private CommandSpec spec;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      converter = PlanCommand.Moment.class,
      description = "When it is due instead, such as 2026-12-12T14:00Z.")
  private @Nullable ZonedDateTime until;

  @Override
  AboutSeal statement(SealedReleases sealed, int release, Instant time) throws IOException {
    if (until == null) {
      throw new ParameterException(spec.commandLine(), "Say when it is due instead: --until TIME.");
    }
    return sealed.hold(release, until.toInstant(), time);
  }

  @Override
  boolean isSuch(AboutSeal statement) {
    return statement instanceof Hold hold
        && until != null
        && hold.until().equals(until.toInstant());
  }

  @Override
  String done(AboutSeal statement) {
    return statement instanceof Hold hold
        ? "Held: release %d is due at %s. The statement is in the log."
            .formatted(hold.number(), SignedText.time(hold.until()))
        : "The statement is in the log.";
  }
}
