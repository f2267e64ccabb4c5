package broadside.intake.release;

import broadside.archive.About;
import broadside.archive.log.CheckedLog;
import broadside.archive.log.LogDirectory;
import broadside.archive.release.CheckMonitor;
import broadside.archive.release.Durable;
import broadside.archive.release.ReleaseException;
import broadside.intake.IntakeException;
import broadside.intake.IntakeException.Refusal;
import broadside.intake.PrivateDirectory;
import broadside.intake.Settings;
import broadside.intake.ledger.Ledger;
import broadside.proof.history.History;
import broadside.proof.history.Logged;
import broadside.proof.history.SealedRelease;
import broadside.proof.log.Checkpoint;
import broadside.proof.note.VerifierKey;
import broadside.proof.policy.Policy;
import broadside.proof.policy.Roles;
import broadside.proof.statement.Enclosure;
import broadside.proof.statement.Numbered;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.statement.SealedStatement;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a publication of which only a copy of the public directory is left: with a ledger that
 * knows every statement and every number, and none of the mails. It can go on with new releases,
 * openings and corrections; what needs a mail's own bytes or salt in the ledger (to take it back,
 * to know it again when it is added) it cannot do for mails that were published before.
 */
public final class Refounding {
  private final Path copy;
  private final LogDirectory files;
  private final CheckedLog log;

  /**
   * Of this copy.
   *
   * @param copy a public directory, audited
   * @throws ReleaseException where its log does not hold
   */
  public Refounding(Path copy) throws IOException {
    this.copy = copy;
    this.files = new LogDirectory(copy);
    this.log = CheckedLog.open(files);
  }

  /** True where a publication was made of this copy, and nothing has come to its log since. */
  public static boolean isMade(Path publication, Path copy) throws IOException {
    Path made = publication.resolve("public").resolve(Checkpoint.PATH);
    return Files.isDirectory(publication.resolve("private"))
        && Files.exists(made)
        && Files.mismatch(made, copy.resolve(Checkpoint.PATH)) < 0;
  }

  /**
   * Says before anything is made whether the log can go on.
   *
   * @param key with which it is to, or null where that is not known yet
   * @throws IntakeException where the policy in force names no successor, or another key
   */
  public void check(@Nullable VerifierKey key) throws IOException {
    Policy policy = log.history().policies().all().getLast();
    Roles.Successor named = policy.roles().successor();
    if (named == null || named.origin().equals(log.seen().checkpoint().origin())) {
      throw refused(
          "policy %d, which is in force there, names no successor of its log"
              .formatted(policy.version()));
    }
    if (key != null && !key.equals(named.key())) {
      throw refused(
          "the key is %s, and policy %d names %s as the successor"
              .formatted(key, policy.version(), named.key()));
    }
  }

  private IntakeException refused(String why) {
    return new IntakeException(
        Refusal.NOT_ALLOWED,
        copy,
        "The log of %s cannot be continued: %s. Nothing was made.".formatted(copy, why));
  }

  /**
   * Makes the publication, which has no keys yet.
   *
   * @param monitor is told of the bytes that are copied; after a stop the next call begins anew
   * @throws IntakeException where something is there already
   */
  public void create(Path publication, CheckMonitor monitor) throws IOException {
    if (Files.exists(publication) && copy.toRealPath().startsWith(publication.toRealPath())) {
      throw new IntakeException(
          Refusal.ALREADY_THERE,
          publication,
          "The copy lies in %s itself: choose another directory for the new publication."
              .formatted(publication));
    }
    PrivateDirectory.clearStopped(publication);
    try {
      About about = About.parse(Files.readAllBytes(copy.resolve("about")));
      PrivateDirectory.create(
          publication,
          about,
          new Settings(false),
          (keys, ledger) -> {
            fill(ledger);
            ledger.commit();
            copyPublic(publication.resolve("public"), monitor);
          });
    } catch (FormatException e) {
      throw new ReleaseException(
          copy.resolve("about") + " cannot be read: " + e.getMessage() + ".");
    }
  }

  private void fill(Ledger ledger) throws IOException {
    History history = log.history();
    for (Policy policy : history.policies().all()) {
      ledger.statements().add(policy);
    }
    log.forEachEntry(
        files, 0, history.size(), (index, entry) -> ledger.statements().addEntry(entry));
    for (Enclosure enclosure : history.enclosures()) {
      ledger.statements().addEnclosure(files.enclosure(enclosure));
    }
    Numbered newest = history.newest();
    ReleaseTable releases = new ReleaseTable(ledger);
    for (int number = 1; newest != null && number <= newest.number(); number++) {
      releases.add(row(history, number));
    }
  }

  private static ReleaseRow row(History history, int number) {
    SealedRelease sealed = history.sealedRelease(number);
    if (sealed == null) {
      Logged<ReleaseStatement> logged = Objects.requireNonNull(history.release(number));
      return ReleaseRow.of(logged.statement(), logged.statement().policy(), logged.index(), null);
    }
    SealedStatement seal = sealed.sealed().statement();
    ReleaseStatement release = sealed.release();
    return release == null
        ? ReleaseRow.closed(seal, sealed.sealed().index())
        : ReleaseRow.of(
            release, seal.policy(), sealed.sealed().index(), SignedText.sha256(seal.encode()));
  }

  /** The checkpoint comes last. */
  private void copyPublic(Path target, CheckMonitor monitor) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(copy)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    long bytes = 0;
    for (Path file : files) {
      bytes += Files.size(file);
    }
    monitor.expect(bytes);
    for (Path file : files) {
      monitor.checkCancelled();
      String name = copy.relativize(file).toString();
      if (!name.equals(Checkpoint.PATH)) {
        copy(file, target.resolve(name));
      }
      monitor.progress(Files.size(file));
    }
    copy(copy.resolve(Checkpoint.PATH), target.resolve(Checkpoint.PATH));
  }

  private static void copy(Path from, Path to) throws IOException {
    Durable.createDirectoryOf(to);
    Files.deleteIfExists(to);
    Durable.copy(from, to);
    Durable.sync(Durable.directoryOf(to));
  }
}
