package broadside.archive.custodian;

import broadside.archive.release.CheckMonitor;
import broadside.archive.release.ReleaseException;
import broadside.archive.sealed.NoteBox;
import broadside.archive.sealed.SealedDirectory;
import broadside.archive.sealed.ShareFiles;
import broadside.proof.history.Turn;
import broadside.proof.note.SignedNote;
import broadside.proof.note.SigningKey;
import broadside.proof.policy.Roles;
import broadside.proof.sealed.AgeIdentity;
import broadside.proof.sealed.Secret;
import broadside.proof.sealed.Share;
import broadside.proof.sealed.ShareNote;
import broadside.proof.statement.Receipt;
import broadside.proof.statement.SealedStatement;
import broadside.proof.statement.SignedStatement;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What a custodian does with its key: receipts and shares. Each note is kept in the directory of
 * its sealed release before it is returned, and is the same when it is asked for again.
 *
 * <p><b>Threads:</b> one. <b>Failures:</b> {@link ReleaseException} where it refuses, with why.
 */
public final class Custodian {
  private final SigningKey key;
  private final Clock clock;

  /** A custodian with this key and this clock. */
  public Custodian(SigningKey key, Clock clock) {
    this.key = key;
    this.clock = clock;
  }

  /**
   * The receipt for a sealed release: its share is good and its own, and all that the seal names
   * lies here as it is sealed. One that was given before is read again, and nothing is checked.
   *
   * @throws java.io.InterruptedIOException where the monitor cancelled
   */
  public byte[] receipt(Entrusted of, CheckMonitor monitor) throws IOException {
    checkPending(of);
    checkMine(of);
    SealedStatement seal = of.seal();
    NoteBox box = NoteBox.open(seal, of.directory());
    for (SignedStatement given : box.receipts()) {
      if (seal.index(given.note().signatures().getFirst()) == of.index()) {
        return given.encode();
      }
    }
    monitor.expect(SealedDirectory.bytes(seal));
    of.directory().check(seal, monitor);
    try (Secret _ = share(of).value()) {
      Receipt receipt =
          new Receipt(
              seal.publication(),
              seal.policy(),
              seal.number(),
              seal.sha256(),
              clock.instant().truncatedTo(ChronoUnit.SECONDS));
      byte[] note = SignedStatement.of(receipt, List.of(key.sign(receipt.print()))).encode();
      keep(box, of, of.directory().receipt(of.index()), note);
      return note;
    }
  }

  /**
   * The note with which it publishes its share. One that was published before is read again.
   *
   * @param standing of the release at this moment
   * @throws ReleaseException where it is not its turn
   */
  public byte[] share(Entrusted of, Standing standing) throws IOException {
    checkPending(of);
    checkMine(of);
    if (standing.turn() != Turn.NOW || standing.number() != of.number()) {
      throw new ReleaseException("It is not your turn to open release " + of.number() + ".");
    }
    SealedStatement seal = of.seal();
    NoteBox box = NoteBox.open(seal, of.directory());
    for (SealedStatement.Published given : box.shares().good()) {
      if (given.index() == of.index()) {
        return given.note().encode();
      }
    }
    Share share = share(of);
    try (Secret _ = share.value()) {
      String text = new ShareNote(seal.publication(), seal.number(), seal.sha256(), share).print();
      byte[] note = new SignedNote(text, List.of(key.sign(text))).encode();
      keep(box, of, of.directory().published(of.index()), note);
      return note;
    }
  }

  /** The share, decrypted and checked; the caller closes it. */
  private Share share(Entrusted of) throws IOException {
    SealedStatement seal = of.seal();
    Roles.Custodian named = of.policy().roles().custodians().get(of.index() - 1);
    try (AgeIdentity identity = AgeIdentity.of(key)) {
      if (!named.recipient().equals(identity.recipient())) {
        throw new ReleaseException(
            "The share of release %d is not encrypted to you: policy %d names %s for %s, and your key makes %s. Tell the publisher."
                .formatted(
                    of.number(),
                    seal.policy(),
                    named.recipient(),
                    named.name(),
                    identity.recipient()));
      }
      Share share = ShareFiles.read(seal, of.index(), identity, of.directory().path());
      if (!isGood(seal, share)) {
        share.value().close();
        throw new ReleaseException(
            "Your share of release %d is bad: it does not fit what the seal says of it. Whoever sealed the release gave you something else. Tell the publisher, and give no receipt."
                .formatted(of.number()));
      }
      return share;
    }
  }

  private static boolean isGood(SealedStatement seal, Share share) {
    try {
      return seal.sharing().hold(share);
    } catch (FormatException e) {
      return false; // no share is good by verifiers that are none
    }
  }

  private static void checkPending(Entrusted of) throws ReleaseException {
    if (of.release().isVoid()) {
      throw new ReleaseException(
          "Release %d was taken back by its editors before its hour: it is never opened."
              .formatted(of.number()));
    }
    if (of.release().isOpen()) {
      throw new ReleaseException("Release %d is open already.".formatted(of.number()));
    }
  }

  private void checkMine(Entrusted of) throws ReleaseException {
    boolean isNamed =
        of.isMine()
            && of.policy().custodianKeys().size() >= of.index()
            && of.policy().custodianKeys().get(of.index() - 1).equals(key.verifier());
    if (!isNamed) {
      throw new ReleaseException(
          "Release %d is sealed for others: policy %d does not name the key %s as a custodian's."
              .formatted(of.number(), of.seal().policy(), key.verifier().print()));
    }
  }

  /** Puts a new note where it is found again; what lies in its place is not written over. */
  private void keep(NoteBox box, Entrusted of, Path file, byte[] note) throws IOException {
    if (Files.exists(file)) {
      throw new ReleaseException(file + " is none of your notes. Move it away.");
    }
    NoteBox.Taken taken = box.add(note, of.release(), clock.instant());
    if (taken != NoteBox.Taken.GOOD) {
      throw new ReleaseException(
          "The note for release %d cannot be kept in %s."
              .formatted(of.number(), of.directory().path()));
    }
  }
}
