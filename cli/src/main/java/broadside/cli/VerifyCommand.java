package broadside.cli;

import broadside.archive.log.CheckedLog;
import broadside.archive.release.CheckMonitor;
import broadside.archive.release.ReleaseReport;
import broadside.archive.verify.Audit;
import broadside.archive.verify.Finding;
import broadside.proof.log.Checkpoint;
import broadside.proof.mail.MailProof;
import broadside.proof.policy.LogPolicy;
import broadside.proof.policy.Policy;
import broadside.proof.policy.Roles;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "verify",
    description = {
      "Says whether a publication, or one mail, is what its editors signed.",
      "Of a publication every entry and tile of the log, every statement, every file of every release",
      "and every mail is checked. One mail is checked with its proof, without a network."
    },
    footer = {
      "",
      "Example: broadside verify pub",
      "         broadside verify 1234.eml 1234.tlog-proof --publication 0d07bad3…",
      "",
      "Exit: 0 it holds; 1 forged or changed; 3 something is missing; 4 it may be an old state;",
      "6 it holds, and what was signed later was not checked."
    })
final class VerifyCommand extends Task {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..2",
      paramLabel = "WHAT",
      description = "A publication, or its public directory alone; or a mail and its proof.")
  private List<Path> what;

  @Option(
      names = "--publication",
      paramLabel = "HASH",
      description = "The publication's identity, as you know it from elsewhere.")
  private @Nullable String identity;

  @Option(
      names = "--policy",
      description = "With a mail: the publication's policy as you have it, any version.")
  private @Nullable Path policy;

  @Option(names = "--roles", description = "With --policy: the roles of the same version.")
  private @Nullable Path roles;

  @Override
  public Integer call() throws IOException {
    if (identity != null && !SignedText.isHash(identity)) {
      throw new ParameterException(
          spec.commandLine(), "--publication must be 64 hex digits, not " + identity + ".");
    }
    if ((policy == null) != (roles == null)) {
      throw new ParameterException(spec.commandLine(), "--policy and --roles belong together.");
    }
    return what.size() == 2 ? mail(what.getFirst(), what.getLast()) : publication(what.getFirst());
  }

  private int mail(Path mail, Path file) throws IOException {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    try {
      MailProof proof = MailProof.parse(bounded(file, MailProof.BYTES));
      MailProof.Checked checked = proof.check(Files.readAllBytes(mail));
      Policy known = known();
      String publication = checked.policies().publication();
      int newest = checked.policies().newest().version();
      if ((identity != null && !identity.equals(publication))
          || (known != null && !isAmong(known, checked))) {
        throw new FormatException(
            "the proof is of another publication (%s) than the one that you know"
                .formatted(publication));
      }
      say(checked, known == null && identity == null);
      json.put("verdict", "holds");
      json.put("number", checked.line().number());
      json.put("release", checked.release().number());
      json.put("publication", publication);
      json.put("policies", newest);
      json.put("size", checked.seen().checkpoint().size());
      console().result(json);
      return known == null || known.version() == newest ? ExitCode.OK : ExitCode.LATER_UNCHECKED;
    } catch (FormatException e) {
      console().error("does not hold: " + e.getMessage() + ".");
      json.put("verdict", "forged");
      json.put("reason", e.getMessage());
      console().result(json);
      return ExitCode.FORGED;
    }
  }

  private void say(MailProof.Checked checked, boolean trustIsOpen) {
    ReleaseStatement release = checked.release();
    LogPolicy.Seen seen = checked.seen();
    console().say("It holds.");
    console()
        .say(
            "  This is mail %s of release %s, byte for byte as it was published."
                .formatted(
                    Figures.count(checked.line().number()), Figures.count(release.number())));
    console()
        .say(
            "  The release was made at %s and signed by %s, as policy %d asks."
                .formatted(
                    SignedText.time(release.time()),
                    String.join(" and ", checked.signers()),
                    release.policy()));
    Checkpoint checkpoint = seen.checkpoint();
    console()
        .say(
            "  It stands in the log %s of %s entries; %s."
                .formatted(
                    checkpoint.origin(),
                    Figures.count(checkpoint.size()),
                    seen.time() == null
                        ? "the policy asks for no witness"
                        : "%d witnesses have seen it, a quorum at %s or later"
                            .formatted(seen.times().size(), SignedText.time(seen.time()))));
    console().say("  Publication " + checked.policies().publication());
    if (trustIsOpen) {
      console()
          .say(
              "  Whether that is the publication you mean, only you can say: compare this identity with one"
                  + " from elsewhere, or give it with --publication.");
    }
    console().say("  Not checked: policies and withdrawals that came after this proof was made.");
  }

  private static boolean isAmong(Policy known, MailProof.Checked checked) {
    return checked.policies().all().stream().anyMatch(p -> p.hash().equals(known.hash()));
  }

  private @Nullable Policy known() throws IOException, FormatException {
    return policy == null || roles == null
        ? null
        : Policy.parse(bounded(policy, Policy.TEXT_BYTES), bounded(roles, Policy.TEXT_BYTES));
  }

  private static byte[] bounded(Path file, int most) throws IOException, FormatException {
    if (Files.size(file) > most) {
      throw new FormatException(file + " has more than " + most + " bytes");
    }
    return Files.readAllBytes(file);
  }

  private int publication(Path directory) throws IOException {
    try (Interruption interruption = Interruption.listen()) {
      Audit.Report report =
          Audit.of(
              ServeCommand.publicDirectory(directory),
              identity,
              Instant.now(),
              new CheckMonitor() {
                @Override
                public boolean isCancelled() {
                  return interruption.isRequested();
                }

                @Override
                public void progress(long bytes) {}
              });
      return say(report);
    } catch (InterruptedIOException e) {
      console().error("stopped before the end.");
      return ExitCode.INTERRUPTED;
    }
  }

  private int say(Audit.Report report) {
    Finding.Kind verdict = report.verdict();
    console()
        .say(
            switch (verdict) {
              case NOTE -> "It holds.";
              case STALE -> "It holds, but it may be an old state.";
              case INCOMPLETE -> "It is incomplete.";
              case FORGED -> "It does not hold.";
            });
    report.findings().forEach(f -> tell(f));
    CheckedLog log = report.log();
    if (log != null) {
      sayLog(log);
    }
    if (report.releases() != null) {
      console()
          .say(
              "  %s with %s files, %s; every mail that they hold, %s, is the one that was committed to; %s withheld"
                  .formatted(
                      count(report.releases().releases().size(), "release"),
                      Figures.count(report.releases().total(ReleaseReport::files)),
                      Figures.bytes(report.releases().total(ReleaseReport::bytes)),
                      Figures.count(report.releases().total(ReleaseReport::mails)),
                      Figures.count(report.releases().total(ReleaseReport::withheld))));
    }
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put(
        "verdict",
        verdict == Finding.Kind.NOTE ? "holds" : verdict.name().toLowerCase(Locale.ROOT));
    json.put("publication", report.identity());
    json.put("entries", log == null ? null : log.seen().checkpoint().size());
    json.put("releases", log == null ? null : log.history().releases().size());
    json.put("findings", report.findings().stream().map(Finding::sentence).toList());
    console().result(json);
    return switch (verdict) {
      case NOTE -> ExitCode.OK;
      case STALE -> ExitCode.STALE;
      case INCOMPLETE -> ExitCode.INCOMPLETE;
      case FORGED -> ExitCode.FORGED;
    };
  }

  private void tell(Finding finding) {
    if (finding.kind() == Finding.Kind.NOTE) {
      console().say("  Note: " + finding.sentence());
    } else {
      console().error(finding.sentence());
    }
  }

  private void sayLog(CheckedLog log) {
    Policy newest = log.history().policies().newest();
    console().say("  Publication " + log.history().policies().publication());
    console()
        .say(
            "  Policy %d: %d of %d editors (%s)"
                .formatted(
                    newest.version(),
                    newest.roles().threshold(),
                    newest.roles().editors().size(),
                    String.join(
                        ", ", newest.roles().editors().stream().map(Roles.Editor::name).toList())));
    LogPolicy.Seen seen = log.seen();
    console()
        .say(
            "  Log %s: %s, of which %d void; %s"
                .formatted(
                    seen.checkpoint().origin(),
                    count(seen.checkpoint().size(), "entry", "entries"),
                    log.history().voids().size(),
                    witnesses(newest, seen)));
  }

  private static String witnesses(Policy policy, LogPolicy.Seen seen) {
    Instant time = seen.time();
    if (time == null) {
      return "no witness is asked for, so that another reader may be shown another log";
    }
    long minutes = Duration.between(time, Instant.now()).toMinutes();
    return "%d of %d witnesses have signed it, a quorum %s minutes ago"
        .formatted(seen.times().size(), policy.log().witnesses().size(), Figures.count(minutes));
  }

  private static String count(long count, String one) {
    return count(count, one, one + "s");
  }

  private static String count(long count, String one, String many) {
    return Figures.count(count) + " " + (count == 1 ? one : many);
  }
}
