package broadside.cli;

import broadside.intake.IntakeException;
import broadside.intake.IntakeException.Refusal;
import broadside.intake.PrivateDirectory;
import broadside.intake.ledger.Part;
import broadside.intake.release.ReleaseChoice;
import broadside.proof.statement.SealedStatement;
import broadside.proof.statement.Voiding;
import java.io.IOException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

@Command(
    name = "seal",
    description = {
      "Fixes and encrypts the next release now; its custodians open it at its hour, without you.",
      "From then on every mirror holds it, and neither you nor anybody else can change it unseen.",
      "K custodians who collude can open it early; fewer than K can do nothing."
    },
    footer = {
      "",
      "Example: broadside seal pub --next 10",
      "         broadside seal pub --opens 2026-12-09T14:00Z --messages 2000",
      "         broadside seal pub --opens 2026-12-09T14:00Z --propose --to proposal-8",
      "         broadside seal pub --publish proposal-8/statement.*.note"
    })
final class SealCommand extends SealingTask {
  @Option(
      names = "--opens",
      paramLabel = "TIME",
      converter = PlanCommand.Moment.class,
      description = "Its hour, in UTC: 2026-12-09T14:00Z (default: that of the plan's next part).")
  private @Nullable ZonedDateTime opens;

  @Option(
      names = "--next",
      paramLabel = "N",
      converter = Range.Count.class,
      description = "Seal so many parts of the plan, each with the hour that the plan has for it.")
  private @Nullable Integer next;

  @Mixin private ReleaseCommand.Choice choice;

  /** What a reseal has sealed comes with a void, and was not asked for. */
  @Override
  Pending.Asked asked(PrivateDirectory directory) {
    return published ->
        published.holds(statement ->
            statement instanceof SealedStatement seal
                && (opens == null || opens.toInstant().equals(seal.terms().notBefore())))
            && !published.holds(Voiding.class::isInstance);
  }

  @Override
  List<Instant> hours(PrivateDirectory directory) throws IOException {
    List<Part> parts = directory.ledger().parts().next(next == null ? 1 : next);
    if (next != null) {
      if (opens != null || choice.isSaid()) {
        throw new ParameterException(
            spec.commandLine(), "--next takes messages and hours from the plan.");
      }
      if (parts.size() < next) {
        throw new IntakeException(
            Refusal.BAD_CHOICE,
            publication,
            "The plan has %s left, not %d: \"broadside plan %s\" shows them. Nothing was sealed."
                .formatted(Figures.count(parts.size(), "part", "parts"), next, publication));
      }
      return parts.stream().map(Part::time).toList();
    }
    if (opens != null) {
      return List.of(opens.toInstant());
    }
    if (parts.isEmpty() || choice.isSaid()) {
      throw new ParameterException(
          spec.commandLine(), "Say when it opens, --opens TIME, or make a plan and say --next N.");
    }
    return List.of(parts.getFirst().time());
  }

  @Override
  ReleaseChoice messages(PrivateDirectory directory) throws IOException {
    return choice.in(directory);
  }

  @Override
  String command() {
    return "seal " + publication;
  }
}
