package broadside.intake.release;

import broadside.intake.PrivateDirectory;
import broadside.intake.sign.Continuer;
import broadside.intake.sign.CurrentLog;
import broadside.intake.sign.Keys;
import broadside.intake.sign.Passphrases;
import broadside.intake.sign.PolicyChange;
import broadside.intake.sign.PolicyPublisher;
import broadside.intake.sign.Signer;
import broadside.proof.note.KeyType;
import broadside.proof.note.SigningKey;
import broadside.proof.policy.Policy;
import broadside.proof.policy.Roles;
import broadside.proof.statement.PolicyStatement;
import java.io.IOException;
import java.nio.file.Path;

/** What is done to the log of a publication in tests that disturb it. */
enum LogTask implements Task {
  /** Goes on in the log that {@link #nameSuccessor} named. */
  CONTINUE;

  private static final String NEXT = "letters.example/next";

  /** Where the successor's key lies: beside the publication. */
  private static Path key(Letters letters) {
    return letters.publication().resolveSibling("next.key");
  }

  /** Makes the key of a successor, and a policy that names it. */
  static void nameSuccessor(Letters letters) throws IOException {
    SigningKey next = Keys.create(key(letters), NEXT, KeyType.NOTE, Passphrases.NONE);
    try (PrivateDirectory open = PrivateDirectory.open(letters.publication())) {
      Signer signer = new Keys(open.keysDirectory(), Passphrases.NONE).unlock(open.policy());
      PolicyChange change = new PolicyChange(open.policy());
      change.successor(new Roles.Successor(NEXT, next.verifier()));
      Policy policy = change.next();
      PolicyStatement statement =
          PolicyStatement.of(open.identity(), open.policy(), policy, Letters.TIME);
      new PolicyPublisher(open).publish(policy, signer.sign(statement));
    }
  }

  @Override
  public void make(Letters letters) throws IOException {
    try (PrivateDirectory open = PrivateDirectory.open(letters.publication())) {
      new Releaser(open).publishCommitted(ReleaseMonitor.NONE);
      if (CurrentLog.of(open).number() == 1) {
        Continuer continuer = new Continuer(open);
        continuer.publish(
            continuer.statement(Letters.TIME),
            Keys.open(key(letters), Passphrases.NONE),
            new Keys(open.keysDirectory(), Passphrases.NONE).unlock(open.policy()));
      }
    }
  }
}
