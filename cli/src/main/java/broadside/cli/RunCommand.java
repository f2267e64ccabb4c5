package broadside.cli;

import broadside.archive.release.CheckMonitor;
import broadside.archive.sealed.DueWatch;
import broadside.intake.IntakeException;
import broadside.intake.PrivateDirectory;
import broadside.intake.ledger.Part;
import broadside.intake.plan.Planner;
import broadside.intake.release.ReleaseChoice;
import broadside.intake.release.ReleaseMonitor;
import broadside.intake.release.Releaser;
import broadside.intake.release.SealedReleases;
import broadside.intake.sign.Keys;
import broadside.intake.sign.PublicLog;
import broadside.intake.sign.Signer;
import broadside.proof.policy.Policy;
import broadside.site.Site;
import broadside.site.SiteOptions;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    footer = {"", "Example: broadside run pub --port 8080 --address https://letters.example/"})
final class RunCommand extends Task {
  private static final Duration RENEWAL = Duration.ofHours(1);

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

  @Option(names = "--once", description = "Do what is due now, and end; nothing is served.")
  private boolean once;

  @Mixin private Listening listening;

  @Mixin private Secrets secrets;

  private Instant renewed = Instant.MIN;
  private @Nullable Signer signer;
  private int signerOf;

  @Override
  public Integer call() throws IOException {
    try (Interruption interruption = Interruption.listen()) {
      CheckMonitor monitor = new Watching(console(), interruption);
      DueWatch due = new DueWatch(publication.resolve("public"), Clock.systemUTC());
      tick(due, monitor, interruption);
      if (once) {
        return ExitCode.OK;
      }
      SiteOptions options =
          listening.of(SiteOptions.of(publication.resolve("public")).withNotes(true));
      try (Site site = Site.start(options)) {
        console().say("Serving " + options.directory() + " at " + site.uri() + "/ – Ctrl-C stops.");
        console().result(Map.of("address", site.uri() + "/"));
        while (!interruption.awaits(every, due::isWorthALook)) {
          tickOrTell(due, monitor, interruption);
          site.look();
        }
      }
      return ExitCode.OK;
    } catch (InterruptedIOException e) {
      console().error("stopped; the same command goes on.");
      return ExitCode.INTERRUPTED;
    }
  }

  /** A service goes on: the disk may have room again, a witness answer, another command end. */
  private void tickOrTell(DueWatch due, CheckMonitor monitor, Interruption interruption)
      throws InterruptedIOException {
    try {
      tick(due, monitor, interruption);
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IntakeException e) {
      if (e.refusal() != IntakeException.Refusal.LOCKED) { // another command is at work: next time
        console().errorOnce(String.valueOf(e.getMessage()));
      }
    } catch (IOException e) {
      console().errorOnce(String.valueOf(e.getMessage()));
    }
  }

  private void tick(DueWatch due, CheckMonitor monitor, Interruption interruption)
      throws IOException {
    due.look();
    try (PrivateDirectory directory = PrivateDirectory.open(publication)) {
      new Releaser(directory).publishCommitted(ReleaseMonitor.NONE);
      SealedReleases sealed = new SealedReleases(directory, Clock.systemUTC());
      if (mirrors != null) {
        Upstreams.gather(Upstreams.parse(spec.commandLine(), mirrors), sealed, monitor);
      }
      for (String receipt : sealed.logReceipts()) {
        console().say("The receipt of " + receipt + " is in the log.");
      }
      List<String> notes = new ArrayList<>();
      for (int number : sealed.open(monitor, notes)) {
        console().say("Release %d is open.".formatted(number));
      }
      notes.forEach(console()::errorOnce);
      logOpenings(directory, sealed);
      releaseDue(directory, interruption);
      renew(directory);
      due.follow(sealed.history().sealedReleases());
    }
  }

  private void logOpenings(PrivateDirectory directory, SealedReleases sealed) throws IOException {
    for (int number : sealed.unlogged()) {
      Signer editors = signer(directory);
      if (editors == null) {
        console()
            .errorOnce(
                "Release %d is open, and the log does not tell it yet: sign it with \"broadside opened %s %d --propose\"."
                    .formatted(number, publication, number));
      } else {
        sealed.publish(
            sealed.opening(number, Instant.now().truncatedTo(ChronoUnit.SECONDS)), editors);
        console().say("The log tells that release %d is open.".formatted(number));
      }
    }
  }

  /** Releases the parts of the plan whose hour has come and that were not sealed. */
  private void releaseDue(PrivateDirectory directory, Interruption interruption)
      throws IOException {
    for (Part passed : new Planner(directory).passOverHeld(Instant.now())) {
      console()
          .say(
              "All %s of the part of the plan that was due %s are held; they are in the part after it now."
                  .formatted(Figures.mails(passed.held()), PlanTable.utc(passed.time())));
    }
    Part part = directory.ledger().parts().next();
    while (part != null && !part.time().isAfter(Instant.now())) {
      int number = new Releaser(directory).nextNumber();
      if (signer(directory) == null) {
        console()
            .errorOnce(
                "Part %d of the plan is due, and too few editors' keys are here: propose it with \"broadside release %s --propose\"."
                    .formatted(number, publication));
        return;
      }
      int code =
          new Releasing(console(), interruption)
              .release(directory, ReleaseChoice.NEXT_PART, "", secrets.existing());
      if (code != ExitCode.OK) {
        return;
      }
      part = directory.ledger().parts().next();
    }
  }

  /** The editors whose keys are here, or null where too few are. */
  private @Nullable Signer signer(PrivateDirectory directory) throws IOException {
    Policy policy = directory.policy();
    if (signerOf != policy.version()) {
      signerOf = policy.version();
      try {
        signer = new Keys(directory.keysDirectory(), secrets.existing()).unlock(policy);
      } catch (IntakeException e) {
        if (e.refusal() != IntakeException.Refusal.TOO_FEW_KEYS) {
          throw e;
        }
        signer = null;
      }
    }
    return signer;
  }

  private void renew(PrivateDirectory directory) throws IOException {
    Instant now = Instant.now();
    if (renewed.isBefore(now.minus(RENEWAL))) {
      for (String failure : new PublicLog(directory).renew()) {
        console().errorOnce(failure);
      }
      renewed = now;
    }
  }
}
