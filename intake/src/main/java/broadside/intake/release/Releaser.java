package broadside.intake.release;

import broadside.archive.log.CheckedLog;
import broadside.archive.log.LogDirectory;
import broadside.archive.release.Durable;
import broadside.archive.release.MailInflater;
import broadside.archive.release.ReleaseException;
import broadside.archive.release.ReleaseHeading;
import broadside.archive.release.ReleaseReader;
import broadside.archive.sealed.LocalOpening;
import broadside.archive.sealed.SealedDirectory;
import broadside.intake.IntakeException;
import broadside.intake.IntakeException.Refusal;
import broadside.intake.PrivateDirectory;
import broadside.intake.ledger.Ledger;
import broadside.intake.ledger.Part;
import broadside.intake.ledger.VoidReleases;
import broadside.intake.quote.Hiding;
import broadside.intake.release.ReleaseMonitor.Step;
import broadside.intake.sign.PublicLog;
import broadside.intake.sign.Signer;
import broadside.intake.thread.ThreadJoiner;
import broadside.proof.history.History;
import broadside.proof.statement.Opening;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.statement.SealedStatement;
import broadside.proof.statement.SignedStatement;
import broadside.proof.statement.Voiding;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Makes the next release.
 *
 * <p>Its files are written aside, inside the private directory, and synced; then the ledger commits
 * numbers, threads and the statement's hash in one transaction; then the directory gets its public
 * name. A stop before the commit leaves the old state, a stop after it leaves a release that the
 * next call publishes. See docs/decisions/2026-11-23-order-of-release.md.
 *
 * <p><b>Threads:</b> one.
 */
public final class Releaser {
  private final PrivateDirectory directory;
  private final Ledger ledger;
  private final ReleaseTable releases;

  /** A releaser of this publication, which must be open for writing. */
  public Releaser(PrivateDirectory directory) {
    this.directory = directory;
    this.ledger = directory.ledger();
    this.releases = new ReleaseTable(ledger);
  }

  /**
   * Makes and publishes the next release.
   *
   * @param title one line, or ""; a part of the plan then bears its own
   * @param time when it is made, in whole seconds
   * @param signer who signs the statement, once it is made
   * @return its statement
   * @throws IntakeException where no mail waits
   * @throws java.io.InterruptedIOException where the monitor cancelled: nothing was released
   */
  public ReleaseStatement release(
      ReleaseChoice choice, String title, Instant time, Signer signer, ReleaseMonitor monitor)
      throws IOException {
    return release(
        aside -> prepare(choice, title(choice, title), time, aside, monitor), signer, monitor);
  }

  /** Writes a release aside and into the ledger's transaction. */
  @FunctionalInterface
  private interface Preparation {
    ReleaseStatement prepare(Path aside) throws IOException;
  }

  private ReleaseStatement release(Preparation preparation, Signer signer, ReleaseMonitor monitor)
      throws IOException {
    publishCommitted(monitor);
    new PublicLog(directory).ask();
    Path aside = aside(nextNumber());
    ReleaseStatement statement;
    try {
      statement = preparation.prepare(aside);
      ledger.statements().add(signer.sign(statement));
      monitor.step(Step.WRITTEN);
      ledger.commit();
    } catch (IOException | RuntimeException e) {
      ledger.rollback();
      Durable.deleteTree(aside);
      throw e;
    }
    monitor.step(Step.COMMITTED);
    name(aside, newest());
    new PublicLog(directory).publish();
    monitor.step(Step.PUBLISHED);
    return statement;
  }

  /**
   * Publishes what an earlier run committed and did not come to publish.
   *
   * @return true where there was something
   */
  public boolean publishCommitted(ReleaseMonitor monitor) throws IOException {
    boolean named = nameCommitted(monitor);
    boolean logged = new PublicLog(directory).publish() > 0;
    deleteOpened();
    return !new Withdrawer(directory).complete(monitor).isEmpty() || logged || named;
  }

  /**
   * Gives what an earlier run committed its public name; no witness is asked. No reader is shown it
   * before it is in the log.
   *
   * @return true where there was something
   */
  public boolean nameCommitted(ReleaseMonitor monitor) throws IOException {
    Optional<ReleaseRow> newest = releases.newest();
    if (newest.isPresent() && Files.exists(named(newest.get()))) {
      Durable.sync(Durable.directoryOf(named(newest.get()))); // a stop may have come before
    }
    Withdrawer withdrawer = new Withdrawer(directory);
    List<ReleaseRow> missing = missing();
    for (ReleaseRow row : missing) {
      if (ledger.withdrawals().releases().contains(row.number())) {
        // Its directory was being exchanged: what was taken back must not come back.
        boolean _ = withdrawer.complete(row.number(), monitor);
      } else if (row.seal() != null) {
        nameSealed(row, monitor);
      } else {
        writeAgain(row, monitor);
        name(aside(row.number()), row);
      }
    }
    return !missing.isEmpty();
  }

  /** Deletes what is encrypted of releases that the log has opened: a stop may have come before. */
  private void deleteOpened() throws IOException {
    Path target = directory.publicDirectory();
    for (int number : SealedDirectory.numbers(target)) {
      if (SealedDirectory.of(target, number).hasFiles()) {
        History history = CheckedLog.open(new LogDirectory(target)).history();
        SealedDirectory.deleteOpened(target, history);
        return;
      }
    }
  }

  /** The newest releases that bear no name in the public directory yet, in their order. */
  private List<ReleaseRow> missing() throws IOException {
    List<ReleaseRow> missing = new ArrayList<>();
    Optional<ReleaseRow> row = releases.newest();
    while (row.isPresent() && !isNamed(row.get())) {
      if (!isGone(row.get())) {
        missing.addFirst(row.get());
      }
      row = releases.find(row.get().number() - 1);
    }
    return missing;
  }

  /** What bears a public name of a release: its directory, or the one with its encrypted files. */
  private Path named(ReleaseRow row) {
    Path open = published(row.number());
    return row.seal() == null || Files.exists(open) ? open : sealed(row.number());
  }

  /** True where nothing of a release waits aside for its name: a sealed one gives two. */
  private boolean isNamed(ReleaseRow row) {
    return Files.exists(named(row)) && !isWaiting(row);
  }

  private boolean isWaiting(ReleaseRow row) {
    return row.seal() != null && Files.exists(sealedAside(row.number()));
  }

  /** True of a void release without files: a copy that learns of seal and void at once has none. */
  private boolean isGone(ReleaseRow row) throws IOException {
    return row.seal() != null && !isWaiting(row) && row.isTold(ledger, Voiding.class);
  }

  /** Gives the encrypted files of a sealed release their name. They cannot be made again. */
  private void nameSealed(ReleaseRow row, ReleaseMonitor monitor) throws IOException {
    Path aside = sealedAside(row.number());
    boolean isOpen =
        Files.exists(aside.resolve(LocalOpening.FILE)) || row.isTold(ledger, Opening.class);
    if (!Files.exists(aside) && !isOpen) {
      throw new IOException(
          "The encrypted files of sealed release %d are missing, and nobody can make them again; restore public/sealed/%d from a mirror."
              .formatted(row.number(), row.number()));
    }
    if (!isOpen) {
      Durable.deleteTree(aside(row.number())); // it comes back out of the parts
    } else if (!Files.exists(published(row.number()))) {
      writeAgain(row, monitor);
      Durable.createDirectoryOf(published(row.number()));
      Durable.rename(aside(row.number()), published(row.number()));
    }
    if (Files.exists(aside)) {
      Path target = sealed(row.number());
      Durable.createDirectoryOf(target);
      Durable.rename(aside, target);
    }
  }

  /** Says that a release that was made again is a sealed one. */
  void seal(SealedStatement seal) throws IOException {
    releases.seal(seal.number(), SignedText.sha256(seal.encode()));
  }

  /** Adds a sealed release that is void: its numbers have no mails. */
  void addVoid(SealedStatement seal, long position) throws IOException {
    releases.add(ReleaseRow.closed(seal, position));
  }

  /** Copies the directory of a sealed release aside, for {@link #publishCommitted} to name it. */
  Path copySealed(int number, Path from) throws IOException {
    Path aside = sealedAside(number);
    Durable.deleteTree(aside);
    Durable.copyTree(from, aside);
    return aside;
  }

  private Path sealed(int number) {
    return SealedDirectory.of(directory.publicDirectory(), number).path();
  }

  /** Where the encrypted files of a release lie until the ledger has its seal. */
  Path sealedAside(int number) {
    return directory.asideDirectory().resolve("sealed-" + number);
  }

  /** Writes a release aside, unless it lies there. */
  private void writeAgain(ReleaseRow row, ReleaseMonitor monitor) throws IOException {
    Path aside = aside(row.number());
    if (!holds(aside, row)) {
      Durable.deleteTree(aside);
      ReleaseHeading heading =
          row.heading(directory.identity(), releases.find(row.number() - 1).orElse(null));
      ReleaseStatement again = ReleaseFiles.write(directory, heading, row.last(), aside, monitor);
      if (!Arrays.equals(SignedText.sha256(again.encode()), row.statement())) {
        Durable.deleteTree(aside);
        throw new IOException(
            "Release %d is missing from public/releases and cannot be made again with the same bytes; restore it from a copy or a mirror."
                .formatted(row.number()));
      }
    }
  }

  /**
   * Publishes the release that editors have signed.
   *
   * @param signed their statement of the next release
   * @throws broadside.archive.release.ReleaseException where the release would be another now, or
   *     too few of them signed
   */
  public ReleaseStatement release(SignedStatement signed, ReleaseMonitor monitor)
      throws IOException {
    if (!(signed.statement() instanceof ReleaseStatement statement)) {
      throw new ReleaseException("What was signed is no release.");
    }
    return release(
        aside -> prepare(statement, aside, monitor),
        Signer.of(signed, List.of(directory.policy())),
        monitor);
  }

  /**
   * What was signed tells how many mails, not whether they were a part of the plan, those of a void
   * release, or the oldest. What is possible is tried in this order; if none gives it, its signer
   * refuses.
   */
  ReleaseStatement prepare(ReleaseStatement signed, Path aside, ReleaseMonitor monitor)
      throws IOException {
    Part part = ledger.parts().next();
    List<ReleaseChoice> choices = new ArrayList<>();
    if (part != null && part.count() == signed.count()) {
      choices.add(ReleaseChoice.NEXT_PART);
    }
    for (int release : ledger.voidReleases().withWaiting(signed.count())) {
      choices.add(new ReleaseChoice.OfVoid(release));
    }
    for (ReleaseChoice choice : choices) {
      ReleaseStatement made = prepare(choice, signed.title(), signed.time(), aside, monitor);
      if (made.equals(signed)) {
        return made;
      }
      ledger.rollback();
    }
    return prepare(
        new ReleaseChoice.Oldest(signed.count()), signed.title(), signed.time(), aside, monitor);
  }

  String title(ReleaseChoice choice, String title) throws IOException {
    if (!title.isEmpty()) {
      return title;
    }
    return switch (choice) {
      case ReleaseChoice.Oldest _ -> "";
      case ReleaseChoice.NextPart _ -> {
        Part part = ledger.parts().next();
        yield part == null ? "" : part.title();
      }
      case ReleaseChoice.OfVoid of -> releases.find(of.release()).map(ReleaseRow::title).orElse("");
    };
  }

  /**
   * Writes what the next release would be into {@code target}, which it creates, and forgets it.
   *
   * @throws IntakeException where no mail waits
   */
  public ReleaseStatement preview(
      ReleaseChoice choice, String title, Instant time, Path target, ReleaseMonitor monitor)
      throws IOException {
    try {
      return prepare(choice, title(choice, title), time, target, monitor);
    } finally {
      ledger.rollback();
    }
  }

  /** Everything that the ledger's transaction and the directory aside hold of a release. */
  ReleaseStatement prepare(
      ReleaseChoice choice, String title, Instant time, Path aside, ReleaseMonitor monitor)
      throws IOException {
    byte[] about =
        SignedText.sha256(Files.readAllBytes(directory.publicDirectory().resolve("about")));
    int number = nextNumber();
    long first = nextMessage();
    monitor.step(Step.NUMBERING);
    long count =
        switch (choice) {
          case ReleaseChoice.Oldest oldest -> numberOldest(number, first, oldest.messages());
          case ReleaseChoice.NextPart _ -> numberPart(number, first);
          case ReleaseChoice.OfVoid of -> numberVoid(number, first, of.release());
        };
    int policy = directory.policy().version();
    long position = ledger.statements().size();
    ReleaseRow row =
        new ReleaseRow(
            number, first, count, title, time, about, new byte[0], policy, position, null);
    ReleaseKeys.record(ledger, row);
    return make(row, aside, monitor);
  }

  private long numberOldest(int number, long first, long most) throws IOException {
    long count = ledger.mails().assignNumbers(number, first, most);
    if (count == 0) {
      throw nothing("No mail waits for a release; add some, or decide on those that are held.");
    }
    return count;
  }

  private long numberVoid(int number, long first, int of) throws IOException {
    long count = ledger.voidReleases().assignNumbers(number, first, of);
    if (count == 0) {
      VoidReleases.Outcome outcome = ledger.voidReleases().of(of);
      throw nothing(
          outcome.isUnknown()
              ? "Which mails release %d held, this ledger does not know: \"seal\" takes the oldest that wait."
                  .formatted(of)
              : "No mail of release %d waits: %d are held, and %d have other numbers already."
                  .formatted(of, outcome.held(), outcome.numbered()));
    }
    return count;
  }

  /** Takes a sealed release back in the ledger's transaction: its mails wait again. */
  void takeBack(Voiding voiding, Signer signer) throws IOException {
    int release = voiding.number();
    ledger.statements().add(signer.sign(voiding));
    ThreadJoiner.forget(ledger, release);
    ledger.dkimKeys().removeFromRelease(release);
    ledger.voidReleases().free(release);
    new Hiding(ledger).holdFreed(release);
  }

  /** Numbers the next part of the plan; what is held of it is in no part from then on. */
  private long numberPart(int number, long first) throws IOException {
    Part part = ledger.parts().next();
    if (part == null) {
      throw nothing("There is no plan, or all of it is released.");
    }
    long count = ledger.mails().assignNumbersOfPart(number, first, part.position());
    if (count == 0) {
      throw nothing(
          "All mails of part %d of the plan are held now: decide on them, merge it with the part after it, or cut the plan anew."
              .formatted(number));
    }
    ledger.parts().remove(part.position());
    return count;
  }

  private IntakeException nothing(String message) {
    return new IntakeException(Refusal.NOTHING_TO_RELEASE, directory.publication(), message);
  }

  /**
   * Makes a release of mails that are numbered and keys that are recorded, and puts it into the
   * ledger's transaction. They leave the plan.
   *
   * @param row without the statement's hash
   */
  ReleaseStatement make(ReleaseRow row, Path aside, ReleaseMonitor monitor) throws IOException {
    ReleaseRow before = releases.find(row.number() - 1).orElse(null);
    ledger.parts().release(row.first(), row.last());
    monitor.step(Step.JOINING);
    ThreadJoiner.join(ledger, row.number(), row.first(), row.last());
    monitor.step(Step.WRITING);
    Durable.deleteTree(aside);
    Durable.deleteTree(sealedAside(row.number())); // of a seal that was stopped
    Files.createDirectories(Durable.directoryOf(aside));
    ReleaseStatement statement =
        ReleaseFiles.write(
            directory, row.heading(directory.identity(), before), row.last(), aside, monitor);
    Durable.sync(Durable.directoryOf(aside));
    releases.add(row.withStatement(SignedText.sha256(statement.encode())));
    return statement;
  }

  /** Gives the release its name; the log has its statement after that: readers go by the log. */
  private void name(Path aside, ReleaseRow row) throws IOException {
    int number = row.number();
    byte[] signed = ledger.statements().at(row.position());
    Durable.replace(aside.resolve(SignedStatement.FILE), signed);
    Path target = published(number);
    Path parent = Durable.directoryOf(target);
    if (!Files.isDirectory(parent)) {
      Files.createDirectory(parent);
      Durable.sync(Durable.directoryOf(parent));
    }
    try {
      Durable.rename(aside, target);
    } catch (AtomicMoveNotSupportedException e) {
      throw new IOException(
          "private/ and public/ of %s must be on one file system; release %d waits in %s."
              .formatted(directory.publication(), number, aside),
          e);
    }
  }

  private ReleaseRow newest() throws IOException {
    return releases.newest().orElseThrow();
  }

  /**
   * Asks whether this is an old copy, before something is proposed that editors would sign.
   *
   * @throws IOException where a witness has seen more, or none answers
   */
  public void ask() throws IOException {
    new PublicLog(directory).ask();
  }

  /** The number of the release that comes next. */
  public int nextNumber() throws IOException {
    return releases.newest().map(r -> r.number() + 1).orElse(1);
  }

  /** The number of the message that comes next. */
  public long nextMessage() throws IOException {
    return releases.newest().map(r -> r.last() + 1).orElse(1L);
  }

  /** Unfinished releases lie where no reader and no static server can see them. */
  Path aside(int number) {
    return directory.asideDirectory().resolve(Integer.toString(number));
  }

  private Path published(int number) {
    return directory.publicDirectory().resolve("releases/" + number);
  }

  private static boolean holds(Path aside, ReleaseRow row) {
    try (MailInflater inflater = new MailInflater()) {
      String found = ReleaseReader.open(aside, inflater).statementSha256();
      return found.equals(HexFormat.of().formatHex(row.statement()));
    } catch (IOException e) {
      return false; // not there, or not whole: it is written again
    }
  }
}
