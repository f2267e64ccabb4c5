package broadside.cli;

import broadside.archive.log.CheckedLog;
import broadside.archive.mirror.Upstream;
import broadside.archive.release.Durable;
import broadside.archive.release.ReleaseReport;
import broadside.archive.verify.Audit;
import broadside.archive.verify.DkimAudit;
import broadside.archive.verify.Finding;
import broadside.archive.verify.Freshness;
import broadside.archive.verify.Overdue;
import broadside.proof.policy.LogPolicy;
import broadside.proof.policy.Policy;
import broadside.proof.policy.Roles;
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
      "         broadside verify https://letters.example/,https://mirror.example/",
      "         broadside verify 1234.eml 1234.tlog-proof --publication 0d07bad3…",
      "         broadside verify 1234.eml 1234.tlog-proof --policy policy-2 --roles roles-2",
      "",
      "Exit: 0 it holds; 1 forged or changed; 3 something is missing; 4 it may be an old state, one of the",
      "addresses shows one, or a sealed release is overdue; 5 nobody answers, or one of the addresses does",
      "not; 6 it holds, and what was signed later was not checked: of one mail unless the policy given is",
      "the newest of its proof."
    })
final class VerifyCommand extends Task {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..2",
      paramLabel = "WHAT",
      description = {
        "A publication, or its public directory alone; or a mail and its proof;",
        "or addresses with commas between them, of which each is read whole and",
        "compared with the others."
      })
  private List<String> what;

  @Option(
      names = "--publication",
      converter = Identity.class,
      paramLabel = "HASH",
      description = "The publication's identity, as you know it from elsewhere.")
  private @Nullable String identity;

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "With a mail: the publication's policy, in the newest version that you have.")
  private @Nullable Path policy;

  @Option(
      names = "--roles",
      paramLabel = "FILE",
      description = "With --policy: the roles of the same version.")
  private @Nullable Path roles;

  @Option(
      names = "--dkim",
      description = {
        "Also verify the signatures of the mails (DKIM, ARC) again, with the",
        "keys that the releases keep, and compare with what the editors say of",
        "them."
      })
  private boolean dkim;

  @Option(
      names = "--evidence",
      paramLabel = "DIR",
      description = {
        "With addresses: where checkpoints that exclude each other are kept, in",
        "a directory that is made for them (default: evidence-TIME, here)."
      })
  private @Nullable Path evidence;

  @Option(
      names = "--keys",
      paramLabel = "FILE",
      description =
          "With a mail: the file \"keys\" of its release; its signatures (DKIM) are verified again.")
  private @Nullable Path keys;

  @Override
  public Integer call() throws IOException {
    if ((policy == null) != (roles == null)) {
      throw new ParameterException(spec.commandLine(), "--policy and --roles belong together.");
    }
    if (evidence != null && (what.size() == 2 || !Upstreams.isAddress(what.getFirst()))) {
      throw new ParameterException(spec.commandLine(), "--evidence is for addresses.");
    }
    if (what.size() == 2) {
      if (dkim) {
        throw new ParameterException(
            spec.commandLine(),
            "--dkim is for a publication: with a mail give the keys of its release with --keys.");
      }
      return new MailVerification(console(), identity, policy, roles, keys)
          .verify(Path.of(what.getFirst()), Path.of(what.getLast()));
    }
    if (Upstreams.isAddress(what.getFirst())) {
      return addresses(what.getFirst());
    }
    Path given = ServeCommand.publicDirectory(Path.of(what.getFirst()));
    if (Files.isRegularFile(given)) {
      throw new ParameterException(
          spec.commandLine(), "A mail is verified with its proof: broadside verify MAIL PROOF.");
    }
    return publication(given);
  }

  private int publication(Path directory) throws IOException {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    try (Interruption interruption = Interruption.listen()) {
      int code = audit(directory, isOwn(directory), interruption, json);
      console().result(json);
      return code;
    } catch (InterruptedIOException e) {
      console().error("stopped before the end.");
      return ExitCode.INTERRUPTED;
    }
  }

  /** True in a publisher's own directory, which has what is private beside what is public. */
  private static boolean isOwn(Path directory) {
    Path here = directory.toAbsolutePath().normalize();
    return here.endsWith("public") && Files.isDirectory(here.resolveSibling("private"));
  }

  /** Copies what is served into a directory of this moment, and audits it there. */
  private int addresses(String addresses) throws IOException {
    List<Upstream> upstreams = Upstreams.parse(spec.commandLine(), addresses);
    Path kept = evidence();
    // Closed last: a stop waits until the copy is deleted.
    try (Interruption interruption = Interruption.listen()) {
      Path scratch = Files.createTempDirectory("broadside-verify-");
      Comparison comparison = new Comparison(console(), interruption, scratch, kept, identity);
      try {
        Path copy = comparison.run(upstreams);
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        int audited = ExitCode.OK;
        if (copy == null) {
          console().say(sentence(comparison.code()));
        } else {
          audited = audit(copy, false, interruption, json);
        }
        int code = ExitCode.worse(comparison.code(), audited);
        json.put("verdict", ExitCode.verdict(code));
        comparison.describe(json);
        console().result(json);
        return code;
      } catch (InterruptedIOException e) {
        console().error("stopped before the end.");
        return ExitCode.INTERRUPTED;
      } finally {
        if (comparison.mayDeleteScratch()) {
          Durable.deleteTree(scratch);
        }
      }
    }
  }

  /** Where evidence goes: nothing that is there is written over. */
  private Path evidence() {
    if (evidence == null) {
      return Path.of("evidence-" + SignedText.time(Instant.now()).replaceAll("[-:]", ""));
    }
    if (Files.exists(evidence)) {
      throw new ParameterException(
          spec.commandLine(), evidence + " is there already: give a directory that is not.");
    }
    return evidence;
  }

  /** What an exit code says to a person. */
  private static String sentence(int code) {
    return switch (code) {
      case ExitCode.OK -> "It holds.";
      case ExitCode.STALE -> "It holds, but it may be an old state.";
      case ExitCode.INCOMPLETE -> "It is incomplete.";
      case ExitCode.UNREACHABLE -> "Nobody answers as a publication does.";
      default -> "It does not hold.";
    };
  }

  private int audit(
      Path directory, boolean isOwn, Interruption interruption, Map<String, @Nullable Object> json)
      throws IOException {
    Instant now = Instant.now();
    Audit.Report report;
    try (Watching watching = new Watching(console(), interruption, "Checking")) {
      report =
          isOwn
              ? Audit.ofOwn(directory, identity, now, watching)
              : Audit.of(directory, identity, now, watching);
    }
    CheckedLog log = report.log();
    json.put("overdue", log == null ? null : Overdue.sealed(log.history(), now));
    DkimAudit.Report signatures = null;
    if (dkim && report.releases() != null) {
      try (Watching watching = new Watching(console(), interruption, "Verifying signatures")) {
        signatures = DkimAudit.of(directory, watching);
      }
    }
    return say(report, isOwn, signatures, json);
  }

  private int say(
      Audit.Report report,
      boolean isOwn,
      DkimAudit.@Nullable Report signatures,
      Map<String, @Nullable Object> json) {
    Finding.Kind verdict =
        signatures != null && signatures.different() > 0 ? Finding.Kind.FORGED : report.verdict();
    int code =
        switch (verdict) {
          case NOTE -> ExitCode.OK;
          case STALE -> ExitCode.STALE;
          case INCOMPLETE -> ExitCode.INCOMPLETE;
          case FORGED -> ExitCode.FORGED;
        };
    console().say(sentence(code));
    report.findings().forEach(f -> tell(f));
    CheckedLog log = report.log();
    if (log != null) {
      console().say("  Publication " + log.history().policies().publication());
      if (identity == null && !isOwn) {
        console().say(MailVerification.ONLY_YOU_CAN_SAY);
      }
      sayLog(log);
    }
    if (report.releases() != null) {
      console()
          .say(
              (code == ExitCode.OK || code == ExitCode.STALE
                      ? "  %s with %s files, %s; every mail that they hold, %s, is the one that was committed to; %s withheld%s"
                      : "  %s with %s files, %s; of the mails %s are those that were committed to; %s withheld%s")
                  .formatted(
                      Figures.count(report.releases().releases().size(), "release", "releases"),
                      Figures.count(report.releases().total(ReleaseReport::files)),
                      Figures.bytes(report.releases().total(ReleaseReport::bytes)),
                      Figures.count(report.releases().total(ReleaseReport::mails)),
                      Figures.count(report.releases().total(ReleaseReport::withheld)),
                      Figures.withdrawn(report.releases().total(ReleaseReport::withdrawn))));
      json.put("files", report.releases().total(ReleaseReport::files));
      json.put("bytes", report.releases().total(ReleaseReport::bytes));
      json.put("mails", report.releases().total(ReleaseReport::mails));
      json.put("withheld", report.releases().total(ReleaseReport::withheld));
      json.put("withdrawn", report.releases().total(ReleaseReport::withdrawn));
    }
    long sealed =
        log == null
            ? 0
            : log.history().sealedReleases().stream()
                .filter(s -> !s.isOpen() && !s.isVoid())
                .count();
    if (sealed > 0) {
      console()
          .say(
              "  %s more, whose encrypted files were compared with their seals"
                  .formatted(Figures.count(sealed, "sealed release", "sealed releases")));
    }
    if (signatures != null) {
      say(signatures, json);
    }
    json.put("verdict", ExitCode.verdict(code));
    json.put("publication", report.identity());
    json.put("entries", log == null ? null : log.history().size());
    json.put("releases", log == null ? null : log.history().releases().size());
    json.put("sealed", sealed);
    json.put("findings", report.findings().stream().map(VerifyCommand::json).toList());
    return code;
  }

  private void say(DkimAudit.Report signatures, Map<String, @Nullable Object> json) {
    signatures.differences().forEach(console()::error);
    console()
        .say(
            "  %s on %s of %s were verified again, with the keys that the releases keep; %s"
                .formatted(
                    Figures.count(signatures.signatures(), "signature", "signatures"),
                    Figures.count(signatures.signed()),
                    Figures.mails(signatures.mails()),
                    signatures.different() == 0
                        ? "each verdict is the one that the editors gave"
                        : Figures.count(signatures.different(), "verdict is", "verdicts are")
                            + " another"));
    if (signatures.attested() > 0) {
      console()
          .say(
              "  of %s with parts removed only the editors can say what they were worth"
                  .formatted(Figures.mails(signatures.attested())));
    }
    if (signatures.unknown() > 0) {
      console()
          .say("  of %s the editors say nothing".formatted(Figures.mails(signatures.unknown())));
    }
    if (signatures.settled() > 0) {
      console()
          .say(
              "  %s that the editors had not looked up can be verified now: the key is there"
                  .formatted(Figures.count(signatures.settled(), "signature", "signatures")));
    }
    json.put("signatures", signatures.signatures());
    json.put("signedMails", signatures.signed());
    json.put("attested", signatures.attested());
    json.put("otherVerdicts", signatures.different());
  }

  private static Map<String, Object> json(Finding finding) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("kind", finding.kind().name().toLowerCase(Locale.ROOT));
    json.put("sentence", finding.sentence());
    return json;
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
    for (int number = 1; number < log.number(); number++) {
      console()
          .say(
              "  Log %s: %s, continued by the log after it"
                  .formatted(
                      log.end(number).origin(),
                      Figures.count(log.end(number).size(), "entry", "entries")));
    }
    console()
        .say(
            "  Log %s: %s, of which %d void; %s"
                .formatted(
                    seen.checkpoint().origin(),
                    Figures.count(seen.checkpoint().size(), "entry", "entries"),
                    log.history().voids().size(),
                    witnesses(newest, log)));
  }

  private static String witnesses(Policy policy, CheckedLog log) {
    if (log.seen().time() == null) {
      return "no witness is asked for, so that another reader may be shown another log";
    }
    Instant now = Instant.now();
    Instant time = Freshness.of(log, now).seen();
    String signed =
        "%d of %d witnesses have signed it"
            .formatted(log.seen().times().size(), policy.log().witnesses().size());
    return time == null
        ? signed
        : "%s, a quorum %s".formatted(signed, Figures.ago(Duration.between(time, now)));
  }
}
