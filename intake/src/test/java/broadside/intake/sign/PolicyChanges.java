package broadside.intake.sign;

import broadside.intake.PrivateDirectory;
import broadside.intake.release.Letters;
import broadside.proof.policy.Policy;
import broadside.proof.statement.PolicyStatement;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** Changes the policy of letters with the keys that lie beside them. */
public final class PolicyChanges {
  private PolicyChanges() {}

  /** Signs a change as both policies ask for, and publishes it. */
  public static void change(Letters letters, Consumer<PolicyChange> how) throws IOException {
    try (PrivateDirectory open = PrivateDirectory.open(letters.publication())) {
      Policy before = open.policy();
      PolicyChange change = new PolicyChange(before, CurrentLog.of(open).policy());
      how.accept(change);
      Policy next = change.next();
      PolicyStatement statement = PolicyStatement.of(open.identity(), before, next, Letters.TIME);
      Signer signer =
          new Keys(open.keysDirectory(), Passphrases.NONE).unlock(List.of(before, next));
      new PolicyPublisher(open).publish(next, signer.sign(statement));
    }
  }

  /** The policy in force. */
  public static Policy policy(Letters letters) throws IOException {
    try (PrivateDirectory open = PrivateDirectory.read(letters.publication())) {
      return open.policy();
    }
  }
}
