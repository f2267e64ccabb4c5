package broadside.intake.release;

import broadside.archive.release.Durable;
import broadside.intake.IntakeException;
import broadside.intake.IntakeException.Refusal;
import broadside.intake.PrivateDirectory;
import broadside.intake.ledger.Ledger;
import broadside.intake.sign.PublicLog;
import broadside.intake.sign.Signer;
import broadside.proof.release.FileList;
import broadside.proof.release.Reason;
import broadside.proof.statement.SignedStatement;
import broadside.proof.statement.Statement;
import broadside.proof.statement.Withdrawal;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Takes mails back after their release. The number, its line and the statement stay; the bytes, the
 * salt and what the index says of them go.
 *
 * <p>The release's files are written again aside, from ledger and segments; then the ledger commits
 * the signed withdrawal; then the log has it; then the directories are exchanged. From the log's
 * step on nobody is shown the old files. A stop leaves what {@link #complete} finishes.
 *
 * <p><b>Threads:</b> one; the publication is open for writing.
 */
public final class Withdrawer {
  private final PrivateDirectory directory;
  private final Ledger ledger;
  private final ReleaseTable releases;

  /** For this publication. */
  public Withdrawer(PrivateDirectory directory) {
    this.directory = directory;
    this.ledger = directory.ledger();
    this.releases = new ReleaseTable(ledger);
  }

  /**
   * The statement that takes these numbers of one release back; its files lie aside then.
   *
   * @param numbers of one release
   * @param time of the statement, in whole seconds
   * @throws IntakeException where a number is not published, or is taken back already
   */
  public Withdrawal prepare(Set<Long> numbers, Reason reason, Instant time, ReleaseMonitor monitor)
      throws IOException {
    ReleaseRow release = release(numbers);
    Set<Long> before = ledger.withdrawals().of(release.number());
    for (long number : numbers) {
      if (before.contains(number)) {
        throw refused("Number " + number + " is taken back already.");
      }
    }
    Set<Long> all = new TreeSet<>(before);
    all.addAll(numbers);
    byte[] list = rewrite(release, all, monitor);
    return new Withdrawal(
        directory.identity(),
        directory.policy().version(),
        release.number(),
        ledger.withdrawals().statements(release.number()).size() + 1,
        numbers.stream().sorted().map(n -> new Withdrawal.Taken(n, reason, null)).toList(),
        list.length,
        SignedText.sha256Hex(list),
        time);
  }

  /** Signs and publishes what {@link #prepare} returned. */
  public void withdraw(Withdrawal withdrawal, Signer signer) throws IOException {
    SignedStatement signed = signer.sign(withdrawal);
    try {
      long position = ledger.statements().size();
      ledger.statements().add(signed);
      for (Withdrawal.Taken taken : withdrawal.numbers()) {
        ledger.withdrawals().add(taken.number(), withdrawal.release(), position);
      }
      ledger.commit();
    } catch (IOException | RuntimeException e) {
      ledger.rollback();
      throw e;
    }
    new PublicLog(directory).publish();
    complete(ReleaseMonitor.NONE);
  }

  /**
   * Exchanges the directories of releases from which something was taken back, where an earlier run
   * did not come to it.
   *
   * @return the releases that were exchanged
   */
  public List<Integer> complete(ReleaseMonitor monitor) throws IOException {
    List<Integer> exchanged = new ArrayList<>();
    for (int number : ledger.withdrawals().releases()) {
      String expected = newest(number).filesSha256();
      if (expected.equals(list(published(number)))) {
        Durable.deleteTree(old(number));
        continue;
      }
      if (!expected.equals(list(aside(number)))) {
        ReleaseRow row = releases.find(number).orElseThrow();
        rewrite(row, ledger.withdrawals().of(number), monitor);
        if (!expected.equals(list(aside(number)))) {
          throw new IOException(
              "Release %d cannot be written again with the bytes that its withdrawal signs; restore private/ from a copy."
                  .formatted(number));
        }
      }
      Durable.deleteTree(old(number));
      if (Files.isDirectory(published(number))) {
        Durable.rename(published(number), old(number));
      }
      Durable.rename(aside(number), published(number));
      Durable.deleteTree(old(number));
      exchanged.add(number);
    }
    return exchanged;
  }

  private byte[] rewrite(ReleaseRow release, Set<Long> withdrawn, ReleaseMonitor monitor)
      throws IOException {
    Path aside = aside(release.number());
    Durable.deleteTree(aside);
    Durable.createDirectories(directory.asideDirectory());
    byte[] signed = ledger.statements().at(release.position());
    ReleaseRow before = releases.find(release.number() - 1).orElse(null);
    byte[] list =
        ReleaseFiles.rewrite(
            directory,
            release.heading(directory.identity(), before),
            release.last(),
            withdrawn,
            signed,
            aside,
            monitor);
    Durable.sync(directory.asideDirectory());
    return list;
  }

  private ReleaseRow release(Set<Long> numbers) throws IOException {
    ReleaseRow release = null;
    for (long number : numbers) {
      ReleaseRow found = holding(number);
      if (found == null) {
        throw refused("Number " + number + " is not published.");
      }
      if (release != null && release.number() != found.number()) {
        throw new IllegalArgumentException(
            "numbers of releases %d and %d".formatted(release.number(), found.number()));
      }
      release = found;
    }
    if (release == null) {
      throw new IllegalArgumentException("no number");
    }
    return release;
  }

  /** The release that holds a number, or 0. */
  public int releaseOf(long number) throws IOException {
    ReleaseRow row = holding(number);
    return row == null ? 0 : row.number();
  }

  private @Nullable ReleaseRow holding(long number) throws IOException {
    ReleaseRow newest = releases.newest().orElse(null);
    int low = 1;
    int high = newest == null ? 0 : newest.number();
    while (low <= high) {
      int middle = (low + high) >>> 1;
      ReleaseRow row = releases.find(middle).orElseThrow();
      if (number < row.first()) {
        high = middle - 1;
      } else if (number > row.last()) {
        low = middle + 1;
      } else {
        return row;
      }
    }
    return null;
  }

  private Withdrawal newest(int release) throws IOException {
    long position = ledger.withdrawals().statements(release).getLast();
    try {
      Statement statement = SignedStatement.parse(ledger.statements().at(position)).statement();
      if (statement instanceof Withdrawal withdrawal) {
        return withdrawal;
      }
    } catch (FormatException e) {
      throw new IOException("private/ledger.db is damaged; restore it from a copy.", e);
    }
    throw new IOException("private/ledger.db is damaged; restore it from a copy.");
  }

  /** The hash of a directory's list of files, or "" where there is none. */
  private static String list(Path release) throws IOException {
    Path list = release.resolve(FileList.FILE);
    return Files.exists(list) ? SignedText.sha256Hex(Files.readAllBytes(list)) : "";
  }

  private Path published(int number) {
    return directory.publicDirectory().resolve("releases/" + number);
  }

  private Path aside(int number) {
    return directory.asideDirectory().resolve("without-" + number);
  }

  private Path old(int number) {
    return directory.asideDirectory().resolve("old-" + number);
  }

  private IntakeException refused(String why) {
    return new IntakeException(Refusal.NOT_ALLOWED, directory.publication(), why);
  }
}
