package broadside.cli;

import broadside.intake.PrivateDirectory;
import broadside.intake.ledger.VoidReleases;
import broadside.intake.release.ReleaseChoice;
import broadside.intake.release.ReleaseMonitor;
import broadside.intake.release.SealedReleases;
import broadside.intake.release.Sealer;
import broadside.intake.sign.Signer;
import broadside.proof.history.SealedRelease;
import broadside.proof.release.Reason;
import broadside.proof.statement.SealedStatement;
import broadside.proof.statement.Voiding;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

@Command(
    name = "reseal",
    description = {
      "Seals the mails of a sealed release again, under the next numbers.",
      "For another hour, other custodians or terms, or without a mail that must not come out. It takes",
      "the release back for that, visibly, if it was sealed with --voidable and its hour has not come;",
      "or it is void already. Terms that no option changes stay as they were.",
      "Mails that are held by now stay back; of withheld ones the numbers are published. Either all of",
      "it is done, or nothing. It takes as long as sealing: where the hour is near, run \"void\" first."
    },
    footer = {
      "",
      "Example: broadside reseal pub 8 --reason security --opens 2026-12-16T14:00Z",
      "         broadside reseal pub 8 --opens 2026-12-16T14:00Z --propose      once it is void"
    })
final class ResealCommand extends SealingTask {
  @Parameters(
      index = "1",
      paramLabel = "NUMBER",
      converter = Range.Count.class,
      description = "The release's number.")
  private int number;

  @Option(
      names = "--opens",
      paramLabel = "TIME",
      converter = PlanCommand.Moment.class,
      description = "Its new hour, in UTC: 2026-12-16T14:00Z.")
  private @Nullable ZonedDateTime opens;

  @Option(
      names = "--reason",
      converter = ReasonCode.class,
      paramLabel = "CODE",
      description =
          "Why it is taken back: personal-data, source-protection, safety, legal-privilege, court-order, security or not-relevant.")
  private @Nullable Reason reason;

  /** It is void, and none of its mails waits for a seal. */
  @Override
  Pending.Asked asked(PrivateDirectory directory) {
    return published ->
        published.holds(SealedStatement.class::isInstance)
            && isVoid(sealed(directory))
            && directory.ledger().voidReleases().of(number).waiting() == 0;
  }

  @Override
  void check(PrivateDirectory directory) throws IOException {
    if (proposal.isProposed() && !isVoid(sealed(directory))) {
      throw new IOException(
          "Editors elsewhere sign one thing at a time: propose that release %d is void first, \"broadside void %s %d --reason CODE --propose\", and repeat this once that is published."
              .formatted(number, publication, number));
    }
  }

  @Override
  List<Instant> hours(PrivateDirectory directory) {
    if (opens == null) {
      throw new ParameterException(spec.commandLine(), "Say when it opens: --opens TIME.");
    }
    return List.of(opens.toInstant());
  }

  @Override
  ReleaseChoice messages(PrivateDirectory directory) {
    return new ReleaseChoice.OfVoid(number);
  }

  @Override
  @Nullable SealedStatement before(PrivateDirectory directory) throws IOException {
    SealedRelease release = sealed(directory).history().sealedRelease(number);
    return release == null ? null : release.sealed().statement();
  }

  @Override
  String command() {
    return "reseal %s %d".formatted(publication, number);
  }

  @Override
  SealedStatement seal(
      PrivateDirectory directory, Sealer.Choice choice, Signer signer, ReleaseMonitor monitor)
      throws IOException {
    SealedReleases sealed = sealed(directory);
    if (isVoid(sealed)) {
      return super.seal(directory, choice, signer, monitor);
    }
    if (reason == null) {
      throw new ParameterException(spec.commandLine(), "Say why it is taken back: --reason CODE.");
    }
    Voiding voiding = sealed.voiding(number, reason, choice.time());
    return new Sealer(directory).reseal(sealed, voiding, choice, signer, monitor);
  }

  @Override
  void say(PrivateDirectory directory, Map<String, @Nullable Object> json) throws IOException {
    VoidReleases.Outcome outcome = directory.ledger().voidReleases().of(number);
    console()
        .say(
            "  release %d is void; of its %s, %s are sealed again or came out, %s held"
                .formatted(
                    number,
                    Figures.mails(outcome.numbered() + outcome.held() + outcome.waiting()),
                    Figures.count(outcome.numbered()),
                    outcome.held() == 1 ? "1 is" : Figures.count(outcome.held()) + " are"));
    json.put("void", number);
    json.put("held", outcome.held());
  }

  private boolean isVoid(SealedReleases sealed) throws IOException {
    SealedRelease release = sealed.history().sealedRelease(number);
    return release != null && release.isVoid();
  }

  private static SealedReleases sealed(PrivateDirectory directory) {
    return new SealedReleases(directory, Clock.systemUTC());
  }
}
