package broadside.intake.sign;

import broadside.archive.release.ReleaseException;
import broadside.proof.policy.Policy;
import broadside.proof.statement.SignedStatement;
import broadside.proof.statement.Statement;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.util.List;

/** Who signs a statement: keys that are here, or editors who have done so elsewhere. */
@FunctionalInterface
public interface Signer {
  /**
   * The statement with the signatures that it takes.
   *
   * @throws IOException where it is not what was signed
   */
  SignedStatement sign(Statement statement) throws IOException;

  /**
   * Editors who have signed already. Another statement than theirs is refused, and too few of them.
   *
   * @param signed what they signed
   * @param policies under whose thresholds
   */
  static Signer of(SignedStatement signed, List<Policy> policies) {
    return statement -> {
      if (!statement.equals(signed.statement())) {
        throw new ReleaseException(
            "What was signed is not what would be published now: something has changed since. Propose it again, and let it be signed again.");
      }
      try {
        signed.check(policies);
        return signed;
      } catch (FormatException e) {
        throw new ReleaseException("The signatures are not enough: " + e.getMessage() + ".");
      }
    };
  }
}
