package broadside.intake.sign;

import broadside.archive.log.CheckedLog;
import broadside.archive.log.LogDirectory;
import broadside.archive.release.ReleaseException;
import broadside.intake.IntakeException;
import broadside.intake.IntakeException.Refusal;
import broadside.intake.PrivateDirectory;
import broadside.proof.note.SigningKey;
import broadside.proof.note.VerifierKey;
import broadside.proof.policy.Policy;
import broadside.proof.policy.Roles;
import broadside.proof.statement.Continuation;
import broadside.proof.statement.SignedStatement;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Goes on with another log where the key of the one so far is lost, or in other hands: the log that
 * the policy in force names as its successor.
 */
public final class Continuer {
  private final PrivateDirectory directory;

  /** For this publication, which is open for writing. */
  public Continuer(PrivateDirectory directory) {
    this.directory = directory;
  }

  /**
   * The key of the log that may go on.
   *
   * @throws IntakeException where the policy in force names none
   */
  public VerifierKey successor() throws IOException {
    Policy policy = directory.policy();
    Roles.Successor named = policy.roles().successor();
    if (named == null) {
      throw refused(
          "policy %d, which is in force, names no successor of the log, and nobody can change it without the log's key"
              .formatted(policy.version()));
    }
    if (named.key().equals(CurrentLog.of(directory).policy().log())) {
      throw refused(
          "the log %s goes on already, and policy %d names no other; name one with \"broadside policy PUB --successor\""
              .formatted(named.origin(), policy.version()));
    }
    return named.key();
  }

  /**
   * The statement to be signed: that the successor goes on where the published log ends.
   *
   * @throws ReleaseException where the published log does not hold, or is not the ledger's
   * @throws QuorumException where the published log may be an old copy
   */
  public Continuation statement(Instant time) throws IOException {
    VerifierKey _ = successor();
    CheckedLog log = CheckedLog.open(new LogDirectory(directory.publicDirectory()));
    long known = directory.ledger().statements().size();
    if (known != log.history().size()) {
      throw new ReleaseException(
          "The ledger has %d statements and the published log %d: a log can only be continued from what it published. Where the ledger has fewer, run \"broadside catch-up\" first; where it has more, restore the private directory from a copy made before them. Nothing was changed."
              .formatted(known, log.history().size()));
    }
    new PublicLog(directory).askBeforeContinuing();
    return Continuation.of(
        directory.identity(), directory.policy().version(), log.seen().checkpoint(), time);
  }

  /**
   * Signs and publishes a statement; the publication has the successor's key from then on.
   *
   * @param key the successor's
   * @throws QuorumException where too few witnesses signed: the ledger has it, and the next command
   *     goes on
   */
  public void publish(Continuation statement, SigningKey key, Signer signer) throws IOException {
    check(key);
    if (!statement.equals(statement(statement.time()))) {
      throw new ReleaseException(
          "What was signed does not continue the log as it is now: it has other entries than when it was proposed. Propose it again, and let it be signed again.");
    }
    SignedStatement signed = signer.sign(statement);
    String file = Keys.LOG + "-" + (CurrentLog.of(directory).number() + 1);
    Keys keys = new Keys(directory.keysDirectory(), Passphrases.NONE);
    Path path = directory.keysDirectory().resolve(file + ".key");
    if (!keys.has(file)) {
      keys.add(file, key);
    } else if (!Keys.look(path).verifier().equals(key.verifier())) {
      throw refused(path + " is there already and is another key; move it away");
    }
    new PublicLog(directory).forget();
    try {
      directory.ledger().statements().add(signed);
      directory.ledger().commit();
    } catch (IOException | RuntimeException e) {
      directory.ledger().rollback();
      throw e;
    }
    new PublicLog(directory).publish();
  }

  /**
   * Says that a key is the successor's.
   *
   * @throws IntakeException where it is another
   */
  public void check(SigningKey key) throws IOException {
    VerifierKey named = successor();
    if (!key.verifier().equals(named)) {
      throw refused(
          "the key is %s, and policy %d names %s as the successor"
              .formatted(key.verifier(), directory.policy().version(), named));
    }
  }

  private IntakeException refused(String why) {
    return new IntakeException(
        Refusal.NOT_ALLOWED,
        directory.publication(),
        "The log cannot be continued: " + why + ". Nothing was changed.");
  }
}
