package broadside.intake.release;

import broadside.archive.sealed.SealedDirectory;
import broadside.archive.sealed.ShareFiles;
import broadside.intake.PrivateDirectory;
import broadside.intake.sign.Keys;
import broadside.intake.sign.Passphrases;
import broadside.intake.sign.PolicyPublisher;
import broadside.proof.note.KeyType;
import broadside.proof.note.SignedNote;
import broadside.proof.note.SigningKey;
import broadside.proof.policy.Policy;
import broadside.proof.policy.Roles;
import broadside.proof.sealed.AgeIdentity;
import broadside.proof.sealed.Secret;
import broadside.proof.sealed.Share;
import broadside.proof.sealed.ShareNote;
import broadside.proof.statement.PolicyStatement;
import broadside.proof.statement.Receipt;
import broadside.proof.statement.SealedStatement;
import broadside.proof.statement.SignedStatement;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Custodians whose keys are in this process, and who do what they are told, be it right or wrong.
 */
public final class Custodians {
  private final List<SigningKey> keys = new ArrayList<>();
  private final List<AgeIdentity> identities = new ArrayList<>();
  private final SecureRandom random = new SecureRandom();

  /** So many, named c1, c2… */
  public Custodians(int count) throws FormatException {
    for (int i = 1; i <= count; i++) {
      keys.add(SigningKey.generate("c" + i, KeyType.NOTE));
      identities.add(AgeIdentity.of(Secret.draw(random), "custodian.example", i));
    }
  }

  /** Makes them the custodians of a publication whose editors' keys are here. */
  public void appoint(Path publication) throws IOException {
    try (PrivateDirectory directory = PrivateDirectory.open(publication)) {
      Policy before = directory.policy();
      List<Roles.Custodian> custodians = new ArrayList<>();
      for (int i = 1; i <= keys.size(); i++) {
        custodians.add(
            new Roles.Custodian(
                "c" + i, keys.get(i - 1).verifier(), identities.get(i - 1).recipient()));
      }
      Roles roles =
          new Roles(
              before.version() + 1,
              before.roles().editors(),
              before.roles().threshold(),
              custodians,
              before.roles().successor(),
              before.roles().expires());
      Policy next = new Policy(before.log(), roles);
      PolicyStatement statement = PolicyStatement.of(directory.identity(), before, next, now());
      new PolicyPublisher(directory)
          .publish(
              next,
              new Keys(directory.keysDirectory(), Passphrases.NONE)
                  .unlock(List.of(before, next))
                  .sign(statement));
    }
  }

  /** The time, in whole seconds. */
  public static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS);
  }

  /** The key that a custodian signs with; custodians are counted from 1. */
  public SigningKey key(int custodian) {
    return keys.get(custodian - 1);
  }

  /** What a custodian has been dealt. */
  public Share share(SealedStatement seal, int custodian, Path publicDirectory) throws IOException {
    return ShareFiles.read(
        seal,
        custodian,
        identities.get(custodian - 1),
        SealedDirectory.of(publicDirectory, seal.number()).path());
  }

  /** What a custodian publishes. */
  public byte[] publish(SealedStatement seal, int custodian, Share share) {
    ShareNote note = new ShareNote(seal.publication(), seal.number(), seal.sha256(), share);
    return new SignedNote(note.print(), List.of(key(custodian).sign(note.print()))).encode();
  }

  /** A share that fits nothing. */
  public Share bad(int custodian) {
    return new Share(custodian, Secret.draw(random));
  }

  /** What a custodian says that it holds. */
  public byte[] receipt(SealedStatement seal, int custodian) {
    Receipt receipt =
        new Receipt(seal.publication(), seal.policy(), seal.number(), seal.sha256(), now());
    return SignedStatement.of(receipt, List.of(key(custodian).sign(receipt.print()))).encode();
  }
}
