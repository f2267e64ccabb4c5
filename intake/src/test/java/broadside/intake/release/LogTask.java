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
import java.util.List;

/** What is done to the log of a publication in tests that disturb it. */
enum LogTask implements Task {
  /** Goes on in the log that {@link #nameSuccessor} named. */
  CONTINUE,
  /** Puts a second editor in force, whom {@link #appoint} made, and lets both sign from then on. */
  CHANGE_EDITORS,
  /** Makes a publication. */
  FOUND;

  /** The second editor. */
  private static final String SECOND = "second";

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

  /** Makes the key of a second editor, beside the first one's. */
  static void appoint(Letters letters) throws IOException {
    try (PrivateDirectory open = PrivateDirectory.open(letters.publication())) {
      SigningKey _ =
          new Keys(open.keysDirectory(), Passphrases.NONE).generate(SECOND, SECOND, KeyType.NOTE);
    }
  }

  @Override
  public void make(Letters letters) throws IOException {
    if (this == FOUND) {
      Letters _ = Letters.create(letters.publication());
      return;
    }
    try (PrivateDirectory open = PrivateDirectory.open(letters.publication())) {
      new Releaser(open).publishCommitted(ReleaseMonitor.NONE);
      if (this == CHANGE_EDITORS) {
        changeEditors(open);
      } else if (CurrentLog.of(open).number() == 1) {
        Continuer continuer = new Continuer(open);
        continuer.publish(
            continuer.statement(Letters.TIME),
            Keys.open(key(letters), Passphrases.NONE),
            new Keys(open.keysDirectory(), Passphrases.NONE).unlock(open.policy()));
      }
    }
  }

  private static void changeEditors(PrivateDirectory open) throws IOException {
    Policy before = open.policy();
    if (before.version() > 1) {
      return; // what a stop left was published above
    }
    SigningKey second = Keys.open(open.keysDirectory().resolve(SECOND + ".key"), Passphrases.NONE);
    PolicyChange change = new PolicyChange(before);
    change.editor(new Roles.Editor(SECOND, second.verifier()));
    change.threshold(2);
    Policy next = change.next();
    PolicyStatement statement = PolicyStatement.of(open.identity(), before, next, Letters.TIME);
    Signer signer = new Keys(open.keysDirectory(), Passphrases.NONE).unlock(List.of(before, next));
    new PolicyPublisher(open).publish(next, signer.sign(statement));
  }
}
