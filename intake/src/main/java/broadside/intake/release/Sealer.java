package broadside.intake.release;

import broadside.archive.release.CheckMonitor;
import broadside.archive.release.Durable;
import broadside.archive.release.ReleaseException;
import broadside.archive.sealed.SealWriter;
import broadside.archive.sealed.SealedDirectory;
import broadside.archive.sealed.SealedFiles;
import broadside.archive.sealed.ShareFiles;
import broadside.intake.IntakeException;
import broadside.intake.IntakeException.Refusal;
import broadside.intake.PrivateDirectory;
import broadside.intake.ledger.Ledger;
import broadside.intake.release.ReleaseMonitor.Step;
import broadside.intake.sign.Signer;
import broadside.proof.policy.Policy;
import broadside.proof.policy.Roles;
import broadside.proof.release.Commitment;
import broadside.proof.release.FileList;
import broadside.proof.sealed.AgeIdentity;
import broadside.proof.sealed.Dealing;
import broadside.proof.sealed.Secret;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.statement.SealedStatement;
import broadside.proof.statement.SignedStatement;
import broadside.proof.statement.Terms;
import broadside.proof.statement.Voiding;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Makes the next release and seals it: its content is fixed and in the log from now on, and
 * readable by nobody until its custodians open it.
 *
 * <p>Written aside are the release, then its encrypted parts and shares, all synced; then the
 * ledger commits numbers, threads and the signed seal in one transaction; then the encrypted files
 * get their public name, and the log the seal. The release's own files are deleted: they come back
 * out of the parts. A stop before the commit leaves the old state; after it the same files are
 * there for {@link Releaser#publishCommitted}.
 *
 * <p>The secret lives in memory, from its drawing to the end of the call, and in a proposal's file
 * {@code secret} until the ledger has its seal. It is overwritten then, as far as a virtual machine
 * and a file system allow: a collector may have moved an array, numbers of {@code BigInteger} stay
 * until their memory is used again, and a disk may keep what a file held.
 *
 * <p><b>Threads:</b> one; the publication is open for writing.
 */
public final class Sealer {
  /** A proposal's directory with the encrypted files. */
  public static final String SEALED = "sealed";

  /** A proposal's file with the salt of the commitment, 64 hex digits. */
  public static final String SALT = "salt";

  /** A proposal's file with the shared secret, 768 hex digits. */
  public static final String SECRET = "secret";

  private final PrivateDirectory directory;
  private final Ledger ledger;
  private final Releaser releaser;
  private final ReleaseTable releases;
  private final SecureRandom random = new SecureRandom();

  /** A sealer of this publication, which must be open for writing. */
  public Sealer(PrivateDirectory directory) {
    this.directory = directory;
    this.ledger = directory.ledger();
    this.releaser = new Releaser(directory);
    this.releases = new ReleaseTable(ledger);
  }

  /**
   * What a release is sealed with.
   *
   * @param threshold how many custodians open it: 1…custodians - 1
   * @param time when it is sealed, in whole seconds
   */
  public record Choice(
      ReleaseChoice messages, String title, Terms terms, int threshold, Instant time) {}

  /**
   * Seals and publishes the next release.
   *
   * @throws IntakeException where no mail waits, or the policy has too few custodians
   * @throws java.io.InterruptedIOException where the monitor cancelled: nothing was sealed
   */
  public SealedStatement seal(Choice choice, Signer signer, ReleaseMonitor monitor)
      throws IOException {
    return seal(choice, signer, monitor, () -> {}, () -> {});
  }

  /**
   * Takes a sealed release back and seals its mails again, both or neither.
   *
   * @param sealed whose clock tells whether it can be taken back once all is encrypted
   * @param choice with {@link ReleaseChoice.OfVoid} of this release
   * @throws IntakeException as {@link #seal}, where all its mails are held, or its hour has come
   *     meanwhile
   * @throws java.io.InterruptedIOException where the monitor cancelled: nothing was changed
   */
  public SealedStatement reseal(
      SealedReleases sealed, Voiding voiding, Choice choice, Signer signer, ReleaseMonitor monitor)
      throws IOException {
    return seal(
        choice,
        signer,
        monitor,
        () -> releaser.takeBack(voiding, signer),
        () -> sealed.check(voiding, signer));
  }

  private interface Action {
    void run() throws IOException;
  }

  private SealedStatement seal(
      Choice choice, Signer signer, ReleaseMonitor monitor, Action first, Action last)
      throws IOException {
    check(choice);
    releaser.publishCommitted(monitor);
    releaser.ask();
    int number = releaser.nextNumber();
    Path open = releaser.aside(number);
    Path sealed = releaser.sealedAside(number);
    SealedStatement statement;
    try (Secret secret = Secret.draw(random)) {
      first.run();
      ReleaseStatement release = prepare(choice, open, monitor);
      Files.createDirectory(sealed);
      statement = encrypt(choice, release, open, salt(), secret, sealed);
      last.run();
      commit(statement, signer, monitor);
    } catch (IOException | RuntimeException e) {
      undo(number);
      throw e;
    }
    publish(monitor);
    return statement;
  }

  /**
   * Writes what {@link #seal} would publish into a proposal, for editors to sign, and forgets it:
   * the release under its number, the encrypted files, salt and secret.
   *
   * @param proposal a directory that is there, for its owner alone
   */
  public SealedStatement propose(Choice choice, Path proposal, ReleaseMonitor monitor)
      throws IOException {
    check(choice);
    releaser.publishCommitted(monitor);
    releaser.ask();
    byte[] salt = salt();
    try (Secret secret = Secret.draw(random)) {
      Path open = proposal.resolve(Integer.toString(releaser.nextNumber()));
      ReleaseStatement release = prepare(choice, open, monitor);
      Path sealed = Files.createDirectory(proposal.resolve(SEALED));
      SealedStatement statement = encrypt(choice, release, open, salt, secret, sealed);
      Durable.write(proposal.resolve(SALT), hex(salt));
      write(secret, proposal.resolve(SECRET));
      return statement;
    } finally {
      ledger.rollback();
    }
  }

  private static void write(Secret secret, Path file) throws IOException {
    byte[] bytes = secret.bytes();
    byte[] text = hex(bytes);
    try {
      Durable.write(file, text);
    } finally {
      Arrays.fill(bytes, (byte) 0);
      Arrays.fill(text, (byte) 0);
    }
  }

  /**
   * Publishes what was proposed. The secret in the proposal is overwritten and deleted once the
   * ledger has the seal, be it published by this call or a later one. What a call before this one
   * has committed and did not come to publish is published.
   *
   * @param signed the seal
   * @param proposal where it lies with what it speaks of
   * @throws ReleaseException where the release would be another now, where the files are not those
   *     of the seal, or too few editors signed
   */
  public SealedStatement seal(SignedStatement signed, Path proposal, ReleaseMonitor monitor)
      throws IOException {
    if (!(signed.statement() instanceof SealedStatement statement)) {
      throw new ReleaseException("What was signed seals no release.");
    }
    if (isCommitted(statement)) {
      finish(proposal, monitor);
      return statement;
    }
    releaser.publishCommitted(monitor);
    releaser.ask();
    int number = releaser.nextNumber();
    Path open = releaser.aside(number);
    Path sealed = releaser.sealedAside(number);
    try {
      ReleaseStatement proposed = proposed(proposal, statement);
      ReleaseStatement now = releaser.prepare(proposed, open, monitor);
      if (!now.equals(proposed)) {
        throw new ReleaseException(
            "What was sealed is not what would be published now: something has changed since. Propose it again, and let it be signed again.");
      }
      copy(statement, proposal.resolve(SEALED), sealed);
      new SealedDirectory(sealed).check(statement, stoppable(monitor));
      commit(statement, Signer.of(signed, List.of(directory.policy())), monitor);
    } catch (IOException | RuntimeException e) {
      undo(number);
      throw e;
    }
    finish(proposal, monitor);
    return statement;
  }

  /** The secret first: a quorum that is not to be had would else keep it. */
  private void finish(Path proposal, ReleaseMonitor monitor) throws IOException {
    try {
      wipe(proposal.resolve(SECRET));
    } finally {
      publish(monitor);
    }
  }

  private boolean isCommitted(SealedStatement statement) throws IOException {
    ReleaseRow row = releases.find(statement.number()).orElse(null);
    return row != null
        && row.seal() != null
        && Arrays.equals(row.seal(), SignedText.sha256(statement.encode()));
  }

  /** Overwrites a file of a secret and deletes it; nothing where there is none. */
  static void wipe(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      Durable.overwrite(channel);
    } catch (NoSuchFileException e) {
      return; // it was deleted before
    }
    Files.delete(file);
    Durable.sync(Durable.directoryOf(file));
  }

  private void check(Choice choice) throws IOException {
    Policy policy = directory.policy();
    int custodians = policy.roles().custodians().size();
    if (choice.threshold() < 1 || choice.threshold() >= custodians) {
      throw refused(
          custodians < 2
              ? "Policy %d has %d custodians, and sealing takes two at least: add them with \"broadside policy PUB --add-custodian\"."
                  .formatted(policy.version(), custodians)
              : "%d of %d custodians cannot be asked for: say 1 to %d, so that one can be lost."
                  .formatted(choice.threshold(), custodians, custodians - 1));
    }
    if (policy.log().witnesses().isEmpty() && choice.terms().graceHours() == 0) {
      throw refused(
          "Policy %d has no witnesses, and custodians who trust no clock of their own would never act: say --grace HOURS, or add witnesses."
              .formatted(policy.version()));
    }
    if (!choice.time().isBefore(choice.terms().notBefore())) {
      throw refused(
          "A release that is sealed at %s cannot open at %s: choose a later time, or release it openly."
              .formatted(
                  SignedText.time(choice.time()), SignedText.time(choice.terms().notBefore())));
    }
  }

  private IntakeException refused(String why) {
    return new IntakeException(
        Refusal.NOT_ALLOWED, directory.publication(), why + " Nothing was sealed.");
  }

  private ReleaseStatement prepare(Choice choice, Path open, ReleaseMonitor monitor)
      throws IOException {
    ReleaseChoice messages = choice.messages();
    String title = releaser.title(messages, choice.title());
    return releaser.prepare(messages, title, choice.time(), open, monitor);
  }

  private SealedStatement encrypt(
      Choice choice, ReleaseStatement release, Path open, byte[] salt, Secret secret, Path sealed)
      throws IOException {
    Policy policy = directory.policy();
    List<Roles.Custodian> custodians = policy.roles().custodians();
    String origin = policy.log().log().name();
    try (Dealing dealing = Dealing.of(secret, choice.threshold(), custodians.size(), random);
        AgeIdentity identity = AgeIdentity.of(secret, origin, release.number())) {
      SealedFiles parts = SealWriter.write(open, salt, identity.recipient(), sealed);
      return parts.seal(
          choice.terms(),
          identity.recipient(),
          dealing.verifiers(),
          ShareFiles.write(dealing.shares(), custodians, sealed),
          choice.time());
    }
  }

  private void commit(SealedStatement statement, Signer signer, ReleaseMonitor monitor)
      throws IOException {
    Durable.sync(Durable.directoryOf(releaser.sealedAside(statement.number())));
    ledger.statements().add(signer.sign(statement));
    releases.seal(statement.number(), SignedText.sha256(statement.encode()));
    monitor.step(Step.WRITTEN);
    ledger.commit();
    monitor.step(Step.COMMITTED);
  }

  /** Forgets what the ledger has not; what it has cannot be made again, and is published later. */
  private void undo(int number) throws IOException {
    ledger.rollback();
    if (releases.find(number).isEmpty()) {
      Durable.deleteTree(releaser.aside(number));
      Durable.deleteTree(releaser.sealedAside(number));
    }
  }

  private void publish(ReleaseMonitor monitor) throws IOException {
    boolean _ = releaser.publishCommitted(monitor);
    monitor.step(Step.PUBLISHED);
  }

  private static ReleaseStatement proposed(Path proposal, SealedStatement seal) throws IOException {
    Path file = proposal.resolve(Integer.toString(seal.number())).resolve(SignedStatement.FILE);
    try {
      ReleaseStatement release = ReleaseStatement.parse(Files.readAllBytes(file));
      seal.check(
          release, HexFormat.of().parseHex(Files.readString(proposal.resolve(SALT)).strip()));
      return release;
    } catch (FormatException | IllegalArgumentException e) {
      throw new ReleaseException(
          "The release in %s is not the one that was sealed: %s."
              .formatted(proposal, e.getMessage()));
    }
  }

  private static void copy(SealedStatement seal, Path from, Path to) throws IOException {
    Files.createDirectory(to);
    for (FileList.Entry file : SealedDirectory.files(seal)) {
      try {
        Durable.copy(from.resolve(file.name()), to.resolve(file.name()));
      } catch (NoSuchFileException e) {
        throw ReleaseException.missing(from.resolve(file.name()) + " is missing.");
      }
    }
    Durable.sync(to);
  }

  private static CheckMonitor stoppable(ReleaseMonitor monitor) {
    return new CheckMonitor() {
      @Override
      public boolean isCancelled() {
        return monitor.isCancelled();
      }

      @Override
      public void progress(long bytes) {}
    };
  }

  private byte[] salt() {
    byte[] salt = new byte[Commitment.SALT_BYTES];
    random.nextBytes(salt);
    return salt;
  }

  private static byte[] hex(byte[] bytes) {
    byte[] text = new byte[2 * bytes.length + 1];
    for (int i = 0; i < bytes.length; i++) {
      text[2 * i] = (byte) HexFormat.of().toHighHexDigit(bytes[i]);
      text[2 * i + 1] = (byte) HexFormat.of().toLowHexDigit(bytes[i]);
    }
    text[2 * bytes.length] = '\n';
    return text;
  }
}
