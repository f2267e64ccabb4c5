package broadside.cli;

import broadside.intake.PrivateDirectory;
import broadside.intake.release.Releaser;
import broadside.intake.release.SealedReleases;
import broadside.intake.sign.Keys;
import broadside.intake.sign.Signer;
import broadside.proof.statement.AboutSeal;
import broadside.proof.statement.SignedStatement;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What editors say of a sealed release: proposed, signed, published. */
abstract class AboutSealTask extends Task {
  @Parameters(index = "0", paramLabel = "PUB", description = "The publication.")
  private Path publication;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NUMBER",
      converter = Range.Count.class,
      description = "The release's number.")
  private @Nullable Integer number;

  @Mixin private Proposal proposal;

  @Mixin private Secrets secrets;

  /** The statement about the release with this number. */
  abstract AboutSeal statement(SealedReleases sealed, int release, Instant time) throws IOException;

  /** True of a statement as this command makes it, of whichever release. */
  abstract boolean isSuch(AboutSeal statement);

  /** What the statement has done, in one sentence. */
  abstract String done(AboutSeal statement);

  @Override
  public final Integer call() throws IOException {
    try (PrivateDirectory directory = PrivateDirectory.open(publication)) {
      if (Pending.completes(console(), directory, asked(directory))) {
        return ExitCode.OK;
      }
      SealedReleases sealed = new SealedReleases(directory, Clock.systemUTC());
      if (!proposal.notes().isEmpty()) {
        SignedStatement signed = Proposing.join(proposal.notes(), List.of(directory.policy()));
        if (!(signed.statement() instanceof AboutSeal about)) {
          throw new IOException("What was signed says nothing of a sealed release.");
        }
        return publish(sealed, about, Signer.of(signed, List.of(directory.policy())));
      }
      if (number == null) {
        throw new IOException("Say the number of the sealed release.");
      }
      AboutSeal statement =
          statement(sealed, number, Instant.now().truncatedTo(ChronoUnit.SECONDS));
      if (proposal.isProposed()) {
        new Releaser(directory).ask();
        return new Proposing(console())
            .propose(
                proposal.to("proposal-" + statement.type() + "-" + number),
                directory.policy(),
                statement.type() + " " + publication,
                (to, monitor) -> statement);
      }
      Keys keys = new Keys(directory.keysDirectory(), secrets.existing());
      return publish(sealed, statement, keys.unlock(directory.policy()));
    }
  }

  /** The statement that waits where this command was given before. */
  private Pending.Asked asked(PrivateDirectory directory) throws IOException {
    if (!proposal.notes().isEmpty()) {
      return Pending.Asked.signed(proposal.notes(), directory.policy());
    }
    Integer release = number;
    return proposal.isProposed() || release == null
        ? Pending.Asked.NONE
        : Pending.Asked.of(statement ->
            statement instanceof AboutSeal about && about.number() == release && isSuch(about));
  }

  private int publish(SealedReleases sealed, AboutSeal statement, Signer signer)
      throws IOException {
    sealed.publish(statement, signer);
    console().say(done(statement));
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put(statement.type(), statement.number());
    json.put("statement", statement.sha256());
    console().result(json);
    return ExitCode.OK;
  }
}
