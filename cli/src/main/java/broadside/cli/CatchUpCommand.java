package broadside.cli;

import broadside.archive.mirror.MirrorReport;
import broadside.archive.mirror.MirrorReport.Outcome;
import broadside.archive.verify.Audit;
import broadside.archive.verify.Finding;
import broadside.archive.verify.Finding.Kind;
import broadside.intake.PrivateDirectory;
import broadside.intake.release.CatchUp;
import broadside.intake.release.NewerCopy;
import broadside.intake.sign.QuorumException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "catch-up",
    description = {
      "Takes back into a restored, older copy what was published since.",
      "Statements, policies, releases, what was taken back: everything is checked as a mirror does,",
      "and made again from the private directory; where that does not give what was signed, nothing",
      "is changed, and it says what is missing."
    },
    footer = {
      "",
      "Example: broadside catch-up pub https://mirror.example/",
      "         broadside catch-up pub /media/copy/public",
      "",
      "Exit: 0 the ledger has all that they show; 1 something forged was met; 3, 4, 5 as mirror;",
      "65 the ledger cannot be brought to it, and nothing was changed."
    })
final class CatchUpCommand extends Task {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "PUB", description = "The publication.")
  private Path publication;

  @Parameters(
      index = "1",
      paramLabel = "URL[,URL…]",
      description =
          "Mirrors, preferred in this order; or a directory that holds a copy of public/.")
  private String from;

  @Override
  public Integer call() throws IOException {
    try (Interruption interruption = Interruption.listen();
        PrivateDirectory directory = PrivateDirectory.open(publication)) {
      return Upstreams.isAddress(from)
          ? fromMirrors(directory, interruption)
          : fromDirectory(directory, interruption);
    } catch (InterruptedIOException e) {
      console().error("stopped; the same command goes on.");
      return ExitCode.INTERRUPTED;
    }
  }

  private int fromMirrors(PrivateDirectory directory, Interruption interruption)
      throws IOException {
    NewerCopy copy = new NewerCopy(directory, Upstreams.parse(spec.commandLine(), from));
    MirrorReport report;
    try (Watching watching = new Watching(console(), interruption, "Fetching")) {
      report = copy.fetch(watching);
    }
    if (report.outcome() != Outcome.CURRENT && report.outcome() != Outcome.UPDATED) {
      Upstreams.say(console(), report);
      boolean isHeld = Files.exists(copy.publicDirectory().resolve("checkpoint"));
      if (report.outcome() != Outcome.STALE || !isHeld) {
        return Upstreams.code(report);
      }
    }
    CatchUp.Done done = catchUp(directory, copy.publicDirectory(), interruption);
    copy.delete();
    return report.hasLiar() || done.entries() == 0 ? Upstreams.code(report) : ExitCode.OK;
  }

  private int fromDirectory(PrivateDirectory directory, Interruption interruption)
      throws IOException {
    Path given = Path.of(from);
    if (Files.notExists(given)) {
      throw new NoSuchFileException(from);
    }
    Path copy = Files.isDirectory(given.resolve("public")) ? given.resolve("public") : given;
    Audit.Report audit;
    try (Watching watching = new Watching(console(), interruption, "Checking")) {
      audit = Audit.ofOwn(copy, directory.identity(), Instant.now(), watching);
    }
    if (audit.verdict() == Kind.FORGED || audit.verdict() == Kind.INCOMPLETE) {
      audit.findings().stream().map(Finding::sentence).forEach(console()::error);
      console().error("nothing was taken from " + copy + ".");
      return audit.verdict() == Kind.FORGED ? ExitCode.FORGED : ExitCode.INCOMPLETE;
    }
    catchUp(directory, copy, interruption);
    return ExitCode.OK;
  }

  private CatchUp.Done catchUp(PrivateDirectory directory, Path copy, Interruption interruption)
      throws IOException {
    try (Releasing.Meter meter = new Releasing(console(), interruption).meter("Making again")) {
      CatchUp.Done done = new CatchUp(directory, meter).from(copy);
      say(done);
      return done;
    } catch (QuorumException e) {
      console().say("What was published since is in the ledger again.");
      throw e;
    }
  }

  private void say(CatchUp.Done done) {
    console()
        .say(
            done.entries() == 0
                ? "Nothing to take back: the ledger has all of the %s that they show."
                    .formatted(Figures.count(done.size(), "entry", "entries"))
                : "Taken back: %s of the log%s. The ledger has %s now."
                    .formatted(
                        Figures.count(done.entries(), "entry", "entries"),
                        done.releases().isEmpty()
                            ? ""
                            : ", release "
                                + String.join(
                                    ", ", done.releases().stream().map(String::valueOf).toList()),
                        Figures.count(done.size())));
    if (done.entries() > 0) {
      console()
          .say(
              "Mails that were added and decisions that were made since and did not come to a release are not there: add and decide again.");
    }
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("entries", done.entries());
    json.put("releases", done.releases());
    json.put("size", done.size());
    console().result(json);
  }
}
