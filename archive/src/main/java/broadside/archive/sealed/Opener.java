package broadside.archive.sealed;

import broadside.archive.release.CheckMonitor;
import broadside.archive.release.Durable;
import broadside.archive.release.ReleaseException;
import broadside.proof.history.History;
import broadside.proof.history.SealedRelease;
import broadside.proof.sealed.AgeIdentity;
import broadside.proof.statement.SealedStatement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Opens sealed releases in a public directory, with what custodians have published. Neither the log
 * nor its server is asked.
 *
 * <p>The release is decrypted and checked aside; then it gets its public name; then {@code opening}
 * is written, from which on readers are shown it. A stop leaves it closed or open, and the same
 * call goes on.
 *
 * <p><b>Threads:</b> one; the caller keeps other processes from opening in the same directory.
 */
public final class Opener {
  private final Path publicDirectory;
  private final Path aside;

  /**
   * An opener.
   *
   * @param aside on the same file system, where no reader sees it
   */
  public Opener(Path publicDirectory, Path aside) {
    this.publicDirectory = publicDirectory;
    this.aside = aside;
  }

  /** The origin of the log that a seal's identity is made for: that of the policy it names. */
  public static String origin(History history, SealedStatement seal) {
    return history.policies().all().get(seal.policy() - 1).log().log().name();
  }

  /**
   * Opens a release, if it is due.
   *
   * @param shares of its custodians
   * @param now by this machine's clock
   * @return what it was opened with
   * @throws ReleaseException where it is not due, void, open, or there are too few shares, or what
   *     lies here is not what was sealed
   * @throws java.io.InterruptedIOException where the monitor cancelled
   */
  public LocalOpening open(
      History history, int number, ShareBox shares, Instant now, CheckMonitor monitor)
      throws IOException {
    SealedRelease release = history.sealedRelease(number);
    if (release == null) {
      throw ReleaseException.missing("Release %d was never sealed.".formatted(number));
    }
    SealedStatement seal = release.sealed().statement();
    checkDue(release, now);
    try (AgeIdentity identity = shares.identity(origin(history, seal))) {
      return open(seal, identity, history.size(), monitor);
    }
  }

  private static void checkDue(SealedRelease release, Instant now) throws ReleaseException {
    int number = release.sealed().statement().number();
    if (release.isOpen()) {
      throw new ReleaseException("Release %d is open already.".formatted(number));
    }
    if (release.isVoid()) {
      throw new ReleaseException(
          "Release %d was taken back by its editors before its hour.".formatted(number));
    }
    if (now.isBefore(release.due())) {
      throw new ReleaseException(
          "Release %d is due at %s, and this machine's clock shows %s."
              .formatted(number, release.due(), now));
    }
  }

  private LocalOpening open(
      SealedStatement seal, AgeIdentity identity, long entries, CheckMonitor monitor)
      throws IOException {
    Path opened = aside.resolve("opening-" + seal.number());
    Durable.createDirectories(aside);
    Durable.deleteTree(opened); // left behind by a stop
    Path directory = SealedDirectory.of(publicDirectory, seal.number()).path();
    SealReader.Opened content = SealReader.of(seal).open(directory, identity, opened, monitor);
    LocalOpening opening = new LocalOpening(content.salt(), entries, content.release());
    try {
      Path target = publicDirectory.resolve("releases/" + seal.number());
      Durable.createDirectoryOf(target);
      if (Files.exists(target)) { // a stop came before its opening was written: nobody was shown it
        Durable.deleteTree(target);
      }
      Durable.rename(content.directory(), target);
    } finally {
      Durable.deleteTree(opened); // before it is open: nobody comes back here after that
    }
    opening.write(directory.resolve(LocalOpening.FILE));
    return opening;
  }
}
