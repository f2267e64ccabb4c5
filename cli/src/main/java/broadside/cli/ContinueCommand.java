package broadside.cli;

import broadside.archive.log.LogDirectory;
import broadside.archive.release.Durable;
import broadside.archive.verify.Audit;
import broadside.archive.verify.Finding;
import broadside.archive.verify.Finding.Kind;
import broadside.intake.PrivateDirectory;
import broadside.intake.release.Refounding;
import broadside.intake.release.ReleaseMonitor;
import broadside.intake.release.Releaser;
import broadside.intake.sign.Continuer;
import broadside.intake.sign.CurrentLog;
import broadside.intake.sign.Keys;
import broadside.intake.sign.Signer;
import broadside.proof.log.Checkpoint;
import broadside.proof.note.SigningKey;
import broadside.proof.policy.Policy;
import broadside.proof.statement.Continuation;
import broadside.proof.statement.SignedStatement;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "continue",
    description = {
      "Goes on with another log where the key of the one so far is lost, or in other hands.",
      "It is the log that the policy in force names as successor. Its first entry says where the other",
      "ended; the editors sign it. Mirrors follow by themselves, and refuse what the other log shows",
      "later. The publication stays the same, and so do its numbers."
    },
    footer = {
      "",
      "Example: broadside continue pub --key next.key",
      "         broadside continue new --from copy --key next.key      only a public copy is left",
      "         broadside continue pub --propose",
      "         broadside continue pub --key next.key --publish proposal-continue/statement.*.note",
      "Exit: 0 done; with --from 1 where the copy is forged, 3 where it is incomplete: nothing is made."
    })
final class ContinueCommand extends Task {
  /** What the predecessor's last checkpoint is called in a proposal. */
  static final String CHECKPOINT = "checkpoint";

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "PUB", description = "The publication; with --from the one to make.")
  private Path publication;

  @Option(
      names = "--from",
      paramLabel = "COPY",
      description = {
        "Make the publication of a copy of its public directory, a mirror's",
        "say. It is checked whole. The new one knows what was published, and",
        "not the mails: nothing of it can be withdrawn or redacted, and what is",
        "added again would be published again."
      })
  private @Nullable Path from;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "The successor's key. A copy without a passphrase is kept in private/keys.")
  private @Nullable Path key;

  @Mixin private Proposal proposal;

  @Mixin private Secrets secrets;

  @Override
  public Integer call() throws IOException {
    if (key == null && !proposal.isProposed()) {
      throw new ParameterException(spec.commandLine(), "Give the successor's key with --key.");
    }
    if (from != null) {
      int made = make(from);
      if (made != ExitCode.OK) {
        return made;
      }
    }
    try (PrivateDirectory directory = PrivateDirectory.open(publication)) {
      if (CurrentLog.of(directory).number() > 1
          && new Releaser(directory).publishCommitted(ReleaseMonitor.NONE)) {
        return done(directory); // a stop came, or too few witnesses had signed
      }
      Continuer continuer = new Continuer(directory);
      List<Policy> policy = List.of(directory.policy());
      if (!proposal.notes().isEmpty()) {
        SignedStatement signed = Proposing.join(proposal.notes(), policy);
        if (!(signed.statement() instanceof Continuation statement)) {
          throw new IOException("What was signed continues no log.");
        }
        continuer.publish(statement, key(), Signer.of(signed, policy));
        return done(directory);
      }
      Continuation statement = continuer.statement(Instant.now().truncatedTo(ChronoUnit.SECONDS));
      if (proposal.isProposed()) {
        return propose(directory, statement);
      }
      SigningKey next = key();
      continuer.check(next);
      Keys keys = new Keys(directory.keysDirectory(), secrets.existing());
      continuer.publish(statement, next, keys.unlock(directory.policy()));
      return done(directory);
    }
  }

  private SigningKey key() throws IOException {
    return Keys.open(Objects.requireNonNull(key), secrets.existing());
  }

  /** Makes the publication of a copy, which is audited first. */
  private int make(Path given) throws IOException {
    Path copy = Files.isDirectory(given.resolve("public")) ? given.resolve("public") : given;
    if (Refounding.isMade(publication, copy)) {
      console().say("%s is made of %s already.".formatted(publication, copy));
      return ExitCode.OK;
    }
    try (Interruption interruption = Interruption.listen()) {
      Audit.Report audit;
      try (Watching watching = new Watching(console(), interruption, "Checking")) {
        audit = Audit.ofOwn(copy, null, Instant.now(), watching);
      }
      if (audit.verdict() == Kind.FORGED || audit.verdict() == Kind.INCOMPLETE) {
        audit.findings().stream().map(Finding::sentence).forEach(console()::error);
        console().error("nothing was made of " + copy + ": take another copy.");
        return audit.verdict() == Kind.FORGED ? ExitCode.FORGED : ExitCode.INCOMPLETE;
      }
      Refounding refounding = new Refounding(copy);
      refounding.check(key == null ? null : key().verifier());
      try (Watching watching = new Watching(console(), interruption, "Copying")) {
        refounding.create(publication, watching);
      }
    } catch (InterruptedIOException e) {
      console().error("stopped; nothing was made. The same command begins anew.");
      return ExitCode.INTERRUPTED;
    }
    try (PrivateDirectory made = PrivateDirectory.read(publication)) {
      console().say("Made %s of %s. Its identity:".formatted(publication, copy));
      console().say("  " + made.identity());
      console()
          .say(
              "It knows what was published, and not the mails: nothing of that can be withdrawn or redacted here, and what is added again would be published again.");
    }
    return ExitCode.OK;
  }

  private int propose(PrivateDirectory directory, Continuation statement) throws IOException {
    LogDirectory log = new LogDirectory(directory.publicDirectory());
    return new Proposing(console())
        .propose(
            proposal.to("proposal-continue"),
            directory.policy(),
            "continue " + publication + " --key NEXT.key",
            (to, monitor) -> {
              Durable.write(
                  to.resolve(CHECKPOINT), Objects.requireNonNull(log.checkpoint()).encode());
              return statement;
            });
  }

  private int done(PrivateDirectory directory) throws IOException {
    CurrentLog log = CurrentLog.of(directory);
    Checkpoint end = Objects.requireNonNull(log.predecessor());
    String origin = log.policy().log().name();
    console()
        .say(
            "The log %s goes on where the log %s ended, at %s. The publication is the same, and its numbers go on."
                .formatted(origin, end.origin(), Figures.count(end.size(), "entry", "entries")));
    console()
        .say(
            "Serve %s where mirrors look for it; they follow by themselves. Witnesses need the new log's key:"
                .formatted(directory.publicDirectory()));
    console().say("  " + log.policy().log());
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("log", origin);
    json.put("predecessor", end.origin());
    json.put("entries", end.size());
    console().result(json);
    return ExitCode.OK;
  }
}
