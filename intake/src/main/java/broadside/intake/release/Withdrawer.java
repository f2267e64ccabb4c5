package broadside.intake.release;

import broadside.archive.log.CheckedLog;
import broadside.archive.log.LogDirectory;
import broadside.archive.release.Durable;
import broadside.intake.IntakeException;
import broadside.intake.IntakeException.Refusal;
import broadside.intake.PrivateDirectory;
import broadside.intake.ledger.Ledger;
import broadside.intake.ledger.Mail;
import broadside.intake.ledger.MailState;
import broadside.intake.ledger.Redaction;
import broadside.intake.quote.Hiding;
import broadside.intake.segment.SegmentReader;
import broadside.intake.sign.PublicLog;
import broadside.intake.sign.Signer;
import broadside.proof.history.History;
import broadside.proof.history.Logged;
import broadside.proof.history.SealedRelease;
import broadside.proof.release.FileList;
import broadside.proof.release.Reason;
import broadside.proof.statement.ReleaseStatement;
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
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes mails back after their release, or puts redacted ones in their place. The number, its line
 * and the statement stay; the former bytes, their salt and what the index says of them go.
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
   * What is to become of a number.
   *
   * @param redaction what is published in its mail's place, or null where nothing is
   */
  public record Act(Reason reason, @Nullable Redaction redaction) {}

  /** A withdrawal that was published, and which mails quote what it takes back. */
  public record Done(Withdrawal statement, Hiding.Effect effect) {}

  /**
   * Takes these numbers of one release back.
   *
   * @param acts by number, at most {@link Withdrawal#MOST}
   * @param time of the statement, in whole seconds
   * @throws IntakeException where a number is not published, or is withdrawn already
   */
  public Done withdraw(
      SortedMap<Long, Act> acts, Instant time, Signer signer, ReleaseMonitor monitor)
      throws IOException {
    ReleaseRow release = release(acts.keySet());
    new PublicLog(directory).ask();
    Done done;
    try {
      done = prepare(release, acts, time, aside(release.number()), monitor);
      ledger.statements().add(signer.sign(done.statement()));
      ledger.commit();
    } catch (IOException | RuntimeException e) {
      ledger.rollback();
      Durable.deleteTree(aside(release.number()));
      throw e;
    }
    new PublicLog(directory).publish();
    complete(monitor);
    return done;
  }

  /**
   * The statement that would take these numbers back, for editors to sign; nothing is changed.
   *
   * @param target where the release as it would be is written; it is created
   * @throws IntakeException as {@link #withdraw}
   */
  public Withdrawal propose(
      SortedMap<Long, Act> acts, Instant time, Path target, ReleaseMonitor monitor)
      throws IOException {
    new PublicLog(directory).ask();
    try {
      return prepare(release(acts.keySet()), acts, time, target, monitor).statement();
    } finally {
      ledger.rollback();
    }
  }

  /** Everything that the ledger's transaction and the directory aside hold of a withdrawal. */
  private Done prepare(
      ReleaseRow release,
      SortedMap<Long, Act> acts,
      Instant time,
      Path target,
      ReleaseMonitor monitor)
      throws IOException {
    long position = ledger.statements().size();
    int sequence = ledger.withdrawals().statements(release.number()).size() + 1;
    List<Withdrawal.Taken> taken = new ArrayList<>();
    Hiding words = new Hiding(ledger);
    try (SegmentReader segments = SegmentReader.open(directory.mailDirectory())) {
      for (Map.Entry<Long, Act> one : acts.entrySet()) {
        long number = one.getKey();
        Redaction redaction = one.getValue().redaction();
        Mail mail = published(number);
        ledger.withdrawals().add(number, release.number(), position);
        if (redaction != null) {
          ledger.redactions().put(mail.id(), position, redaction);
        }
        words.add(mail, segments.read(mail.stored()), redaction == null ? null : redaction.eml());
        taken.add(
            new Withdrawal.Taken(
                number,
                one.getValue().reason(),
                redaction == null ? null : redaction.commitment()));
      }
    }
    byte[] list = rewrite(release, ledger.withdrawals().of(release.number()), target, monitor);
    Withdrawal statement =
        new Withdrawal(
            directory.identity(),
            directory.policy().version(),
            release.number(),
            sequence,
            taken,
            list.length,
            SignedText.sha256Hex(list),
            time);
    return new Done(statement, words.hold());
  }

  /**
   * The bytes that are published under a number.
   *
   * @throws IntakeException where none are
   */
  public byte[] eml(long number) throws IOException {
    Mail mail = published(number);
    Long position = ledger.withdrawals().of(mail.release()).get(number);
    Redaction redaction =
        ledger.redactions().of(mail.id(), position == null ? Redaction.FROM_RELEASE : position);
    if (redaction != null) {
      return redaction.eml();
    }
    try (SegmentReader segments = SegmentReader.open(directory.mailDirectory())) {
      return segments.read(mail.stored());
    }
  }

  /** The statements that took something back from a release, oldest first, as the log has them. */
  public List<byte[]> statements(int release) throws IOException {
    List<byte[]> entries = new ArrayList<>();
    for (long position : ledger.withdrawals().statements(release)) {
      entries.add(ledger.statements().at(position));
    }
    return entries;
  }

  /** The mail of a number that is published, whole or redacted. */
  private Mail published(long number) throws IOException {
    Mail mail = mail(number);
    if (mail.state() == MailState.WITHHELD) {
      throw refused("Number " + number + " is withheld: nothing of it is published.");
    }
    Long position = ledger.withdrawals().of(mail.release()).get(number);
    if (position != null && ledger.redactions().of(mail.id(), position) == null) {
      throw refused("Number " + number + " is taken back already.");
    }
    return mail;
  }

  private Mail mail(long number) throws IOException {
    List<Mail> found = new ArrayList<>(1);
    ledger.mails().forEachNumber(number, number, found::add);
    if (found.isEmpty()) {
      throw refused("Number " + number + " is not published.");
    }
    return found.getFirst();
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
      if (complete(number, monitor)) {
        exchanged.add(number);
      }
    }
    return exchanged;
  }

  /** The same of one release; true where it was exchanged. */
  boolean complete(int number, ReleaseMonitor monitor) throws IOException {
    if (newest(number).filesSha256().equals(list(published(number)))) {
      Durable.deleteTree(old(number));
      return false;
    }
    writeAside(number, monitor);
    Durable.deleteTree(old(number));
    Durable.createDirectoryOf(published(number));
    if (Files.isDirectory(published(number))) {
      Durable.rename(published(number), old(number));
    }
    Durable.rename(aside(number), published(number));
    Durable.deleteTree(old(number));
    return true;
  }

  /**
   * Writes a release aside as it is since its newest withdrawal, unless it lies there.
   *
   * @throws IOException where it cannot be made with the bytes that the withdrawal signs
   */
  void writeAside(int number, ReleaseMonitor monitor) throws IOException {
    String expected = newest(number).filesSha256();
    if (!expected.equals(list(aside(number)))) {
      ReleaseRow row = releases.find(number).orElseThrow();
      rewrite(row, ledger.withdrawals().of(number), aside(number), monitor);
      if (!expected.equals(list(aside(number)))) {
        throw new IOException(
            "Release %d cannot be written again with the bytes that its withdrawal signs; restore private/ from a copy."
                .formatted(number));
      }
    }
  }

  private byte[] rewrite(
      ReleaseRow release, Map<Long, Long> taken, Path target, ReleaseMonitor monitor)
      throws IOException {
    Durable.deleteTree(target);
    Durable.createDirectories(Durable.directoryOf(target));
    byte[] signed = statementFile(release);
    ReleaseRow before = releases.find(release.number() - 1).orElse(null);
    byte[] list =
        ReleaseFiles.rewrite(
            directory,
            release.heading(directory.identity(), before),
            release.last(),
            taken,
            signed,
            target,
            monitor);
    Durable.sync(Durable.directoryOf(target));
    return list;
  }

  /** What lies as the file {@code statement} in a release's directory. */
  private byte[] statementFile(ReleaseRow release) throws IOException {
    if (release.seal() == null) {
      return ledger.statements().at(release.position());
    }
    Logged<ReleaseStatement> opened = history().release(release.number());
    if (opened == null) {
      throw isSealed(release.number());
    }
    return opened.file();
  }

  private History history() throws IOException {
    return CheckedLog.open(new LogDirectory(directory.publicDirectory())).history();
  }

  /** A sealed release is the editors' to take from once the log has its opening, for everybody. */
  private void checkOpened(ReleaseRow release) throws IOException {
    if (release.seal() != null) {
      SealedRelease seal = history().sealedRelease(release.number());
      if (seal == null || seal.opening() == null) {
        throw isSealed(release.number());
      }
    }
  }

  private IntakeException isSealed(int number) {
    return refused(
        "Release %d is sealed, and the log does not say yet that it was opened: \"broadside run\" logs that. Until then \"hold\" and \"void\" are what its terms allow."
            .formatted(number));
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
    checkOpened(release);
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

  Path aside(int number) {
    return directory.asideDirectory().resolve("without-" + number);
  }

  private Path old(int number) {
    return directory.asideDirectory().resolve("old-" + number);
  }

  private IntakeException refused(String why) {
    return new IntakeException(Refusal.NOT_ALLOWED, directory.publication(), why);
  }
}
