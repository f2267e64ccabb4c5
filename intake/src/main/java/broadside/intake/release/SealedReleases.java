package broadside.intake.release;

import broadside.archive.log.CheckedLog;
import broadside.archive.log.LogDirectory;
import broadside.archive.mirror.NoteFetcher;
import broadside.archive.release.CheckMonitor;
import broadside.archive.release.ReleaseException;
import broadside.archive.sealed.NoteBox;
import broadside.archive.sealed.Opener;
import broadside.archive.sealed.Openings;
import broadside.archive.sealed.SealedDirectory;
import broadside.intake.IntakeException;
import broadside.intake.IntakeException.Refusal;
import broadside.intake.PrivateDirectory;
import broadside.intake.sign.PublicLog;
import broadside.intake.sign.Signer;
import broadside.proof.history.History;
import broadside.proof.history.SealedRelease;
import broadside.proof.release.Reason;
import broadside.proof.sealed.AgeIdentity;
import broadside.proof.statement.AboutSeal;
import broadside.proof.statement.Hold;
import broadside.proof.statement.Opening;
import broadside.proof.statement.Receipt;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.statement.SealedStatement;
import broadside.proof.statement.SignedStatement;
import broadside.proof.statement.Terms;
import broadside.proof.statement.Voiding;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a publication's sealed releases on the publisher's side: its custodians' receipts
 * come into the log, what is due is opened, and the log told; editors put an hour off, or take a
 * release back.
 *
 * <p><b>Threads:</b> one; the publication is open for writing. Its log is up to its ledger, but
 * where it is only asked what is due, takes notes or opens.
 */
public final class SealedReleases {
  private final PrivateDirectory directory;
  private final Path publicDirectory;
  private final Openings openings;
  private final Clock clock;
  private @Nullable CheckedLog log;

  /**
   * For this publication.
   *
   * @param clock by which releases are due, and can be taken back no more
   */
  public SealedReleases(PrivateDirectory directory, Clock clock) {
    this.directory = directory;
    this.clock = clock;
    this.publicDirectory = directory.publicDirectory();
    this.openings = new Openings(publicDirectory, directory.asideDirectory(), clock);
  }

  /** The published log as it is now; opened once, then followed. */
  public History history() throws IOException {
    LogDirectory files = new LogDirectory(publicDirectory);
    log = log == null ? CheckedLog.open(files) : log.next(files);
    return log.history();
  }

  /**
   * Puts a custodian's note, a receipt or a share, among those of the release that it names.
   *
   * @param carried the note, or a mail in which it was pasted
   * @return what became of it: {@link NoteBox.Taken#NOTHING} where it is of no release here
   */
  public NoteBox.Taken take(byte[] carried) throws IOException {
    return openings.take(history(), carried);
  }

  /** Asks others for notes that custodians have given them. */
  public void gather(NoteFetcher fetcher) throws IOException {
    fetcher.gather(history(), openings);
  }

  /**
   * Puts the receipts that have come into the log.
   *
   * @return the names of the custodians, with the number of the release
   */
  public List<String> logReceipts() throws IOException {
    List<String> logged = new ArrayList<>();
    History history = history();
    for (SealedRelease release : history.sealedReleases()) {
      if (SealedDirectory.isKept(release) && !release.isOpen()) {
        SealedStatement seal = release.sealed().statement();
        for (SignedStatement receipt : openings.box(release).receipts()) {
          int custodian = seal.index(receipt.note().signatures().getFirst());
          if (receipt.statement() instanceof Receipt
              && !release.receipts().containsKey(custodian)) {
            directory.ledger().statements().add(receipt);
            logged.add(
                "%s for release %d"
                    .formatted(seal.shares().get(custodian - 1).custodian().name(), seal.number()));
          }
        }
      }
    }
    commit();
    return logged;
  }

  /**
   * Opens what is due and has enough shares. It takes no witness: what the ledger has beyond the
   * log does not keep it from that, unless it is a hold or a void.
   *
   * @param notes receives sentences for the operator
   * @return the numbers of the releases that are open now
   * @throws java.io.InterruptedIOException where the monitor cancelled
   */
  public List<Integer> open(CheckMonitor monitor, List<String> notes) throws IOException {
    History history = history();
    return openings.open(history, signed(history), Openings.Search.NONE, monitor, notes);
  }

  /** The numbers of the releases that are due and closed. */
  public List<Integer> closed() throws IOException {
    History history = history();
    return openings.due(history, signed(history)).stream()
        .map(release -> release.sealed().statement().number())
        .toList();
  }

  /** The history with what is signed and waits for witnesses. */
  private History signed(History history) throws IOException {
    List<byte[]> entries = directory.ledger().statements().from(history.size());
    if (entries.isEmpty()) {
      return history;
    }
    History signed = history.copy();
    for (byte[] entry : entries) {
      signed.add(entry);
    }
    return signed;
  }

  /**
   * The numbers of the releases that are open here, and of which the log does not tell yet. Of one
   * that it has a void of it tells nothing more.
   */
  public List<Integer> unlogged() throws IOException {
    return history().sealedReleases().stream()
        .filter(r -> r.isOpen() && r.opening() == null && r.voiding() == null)
        .map(release -> release.sealed().statement().number())
        .toList();
  }

  /**
   * The statement that tells the log that a release is open here.
   *
   * @throws ReleaseException where it is not, or its shares are not here any more
   */
  public Opening opening(int number, Instant time) throws IOException {
    History history = history();
    SealedRelease release = existing(history, number);
    SealedStatement seal = release.sealed().statement();
    ReleaseStatement content = release.release();
    String salt = release.salt();
    if (content == null || salt == null) {
      throw new ReleaseException("Release %d is not open.".formatted(number));
    }
    if (release.opening() != null) {
      throw new ReleaseException(
          "The log tells already that release %d is open.".formatted(number));
    }
    if (release.voiding() != null) {
      throw new ReleaseException(
          "The log tells that release %d was taken back, and an opening after that counts for nothing. It stays open where it was opened before."
              .formatted(number));
    }
    try (AgeIdentity identity =
        openings.box(release).shares().identity(Opener.origin(history, seal))) {
      return new Opening(
          directory.identity(),
          directory.policy().version(),
          number,
          seal.sha256(),
          salt,
          identity.print(),
          content,
          time);
    }
  }

  /**
   * The statement that puts the hour of a release off.
   *
   * @throws IntakeException where its terms do not allow it, or it is put off so long already
   */
  public Hold hold(int number, Instant until, Instant time) throws IOException {
    SealedRelease release = closed(number);
    checkHold(release, until);
    return new Hold(
        directory.identity(),
        directory.policy().version(),
        number,
        release.sealed().statement().sha256(),
        until,
        time);
  }

  private void checkHold(SealedRelease release, Instant until) {
    int number = release.sealed().statement().number();
    Terms terms = release.sealed().statement().terms();
    if (terms.holdDays() == 0) {
      throw refused("Release %d was sealed so that nobody can put it off.".formatted(number));
    }
    if (!until.isAfter(terms.notBefore()) || until.isAfter(terms.latest())) {
      throw refused(
          "Release %d can be put off to a time after %s, and to %s at most."
              .formatted(
                  number, SignedText.time(terms.notBefore()), SignedText.time(terms.latest())));
    }
    if (!until.isAfter(release.due())) {
      throw refused(
          "Release %d is put off until %s already, and no later hold brings that forward: say a later time."
              .formatted(number, SignedText.time(release.due())));
    }
  }

  /**
   * The statement that takes a release back before its hour. Its numbers stay void.
   *
   * @throws IntakeException where its terms do not allow it, or not any more
   */
  public Voiding voiding(int number, Reason reason, Instant time) throws IOException {
    SealedRelease release = closed(number);
    checkVoidable(release, time);
    return new Voiding(
        directory.identity(),
        directory.policy().version(),
        number,
        release.sealed().statement().sha256(),
        reason,
        time);
  }

  private void checkVoidable(SealedRelease release, Instant at) {
    int number = release.sealed().statement().number();
    Terms terms = release.sealed().statement().terms();
    if (!terms.isVoidable()) {
      throw refused("Release %d was sealed so that nobody can take it back.".formatted(number));
    }
    if (!at.isBefore(terms.notBefore())) {
      throw refused(
          "Release %d could be taken back until %s."
              .formatted(number, SignedText.time(terms.notBefore())));
    }
  }

  /**
   * Says that a statement counts if it comes into the log now: time has passed since it was
   * written, and more where editors signed it elsewhere. A release that was opened meanwhile keeps
   * its mails, whatever time its void bears.
   *
   * @throws IntakeException where it would count for nothing, or is too late
   */
  void check(AboutSeal statement, Signer signer) throws IOException {
    SignedStatement signed = signer.sign(statement);
    switch (statement) {
      case Voiding voiding -> checkVoidable(closed(voiding.number()), clock.instant());
      case Hold hold -> checkHold(closed(hold.number()), hold.until());
      case Opening _, Receipt _ -> {} // the log alone decides
    }
    History next = history().copy();
    int voids = next.voids().size();
    next.add(signed.encode());
    if (next.voids().size() > voids) {
      throw refused(
          "The log would count what was signed for nothing: it is %s. Propose it again, if it is still wanted."
              .formatted(next.voids().getLast().reason()));
    }
  }

  /**
   * Signs and publishes what is said of a sealed release. The mails of one that is void wait again.
   *
   * @throws IntakeException where it would count for nothing, or is too late
   */
  public void publish(AboutSeal statement, Signer signer) throws IOException {
    new PublicLog(directory).ask();
    check(statement, signer);
    try {
      if (statement instanceof Voiding voiding) {
        new Releaser(directory).takeBack(voiding, signer);
      } else {
        directory.ledger().statements().add(signer.sign(statement));
      }
    } catch (IOException | RuntimeException e) {
      directory.ledger().rollback();
      throw e;
    }
    commit();
    SealedDirectory.deleteOpened(publicDirectory, history());
  }

  private void commit() throws IOException {
    try {
      directory.ledger().commit();
    } catch (IOException | RuntimeException e) {
      directory.ledger().rollback();
      throw e;
    }
    long _ = new PublicLog(directory).publish();
  }

  private SealedRelease existing(History history, int number) {
    SealedRelease release = history.sealedRelease(number);
    if (release == null) {
      throw refused("Release %d was never sealed.".formatted(number));
    }
    return release;
  }

  private SealedRelease closed(int number) throws IOException {
    SealedRelease release = existing(history(), number);
    if (release.isVoid() || release.isOpen()) {
      throw refused(
          "Release %d is %s already.".formatted(number, release.isVoid() ? "void" : "open"));
    }
    return release;
  }

  private IntakeException refused(String why) {
    return new IntakeException(
        Refusal.NOT_ALLOWED, directory.publication(), why + " Nothing was changed.");
  }
}
