package broadside.intake.sign;

import broadside.archive.release.ReleaseException;
import broadside.intake.PrivateDirectory;
import broadside.proof.policy.Policy;
import broadside.proof.statement.PolicyStatement;
import broadside.proof.statement.SignedStatement;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.util.List;

/** Puts a new version of the policy in force. */
public final class PolicyPublisher {
  private final PrivateDirectory directory;

  /** For this publication, which is open for writing and whose log is up to its ledger. */
  public PolicyPublisher(PrivateDirectory directory) {
    this.directory = directory;
  }

  /**
   * Logs a change of policy.
   *
   * @param next the version that the statement names
   * @throws ReleaseException where the statement does not follow, or too few signed; nothing is
   *     changed then
   */
  public void publish(Policy next, SignedStatement signed) throws IOException {
    Policy before = directory.policy();
    if (!(signed.statement() instanceof PolicyStatement statement)
        || !statement.equals(
            PolicyStatement.of(directory.identity(), before, next, statement.time()))) {
      throw new ReleaseException(
          "What was signed is not the change from policy " + before.version());
    }
    try {
      signed.check(List.of(before, next));
    } catch (FormatException e) {
      throw new ReleaseException("The signatures are not enough: " + e.getMessage() + ".");
    }
    ask(next);
    directory.ledger().statements().add(next);
    directory.ledger().statements().add(signed);
    directory.ledger().commit();
    new PublicLog(directory).publish();
  }

  /**
   * Asks the witnesses that stay whether this is an old copy.
   *
   * @param next the policy that is to be
   * @throws QuorumException where it may be one
   */
  public void ask(Policy next) throws IOException {
    new PublicLog(directory).askBefore(next);
  }
}
