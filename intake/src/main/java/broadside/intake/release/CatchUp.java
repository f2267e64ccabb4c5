package broadside.intake.release;

import broadside.archive.dkim.VerdictList;
import broadside.archive.log.CheckedLog;
import broadside.archive.log.LogDirectory;
import broadside.archive.release.DeflatedMail;
import broadside.archive.release.Durable;
import broadside.archive.release.MailInflater;
import broadside.archive.release.ReleaseException;
import broadside.archive.release.ReleaseReader;
import broadside.archive.release.TakenBack;
import broadside.archive.sealed.LocalOpening;
import broadside.archive.sealed.SealedDirectory;
import broadside.intake.PrivateDirectory;
import broadside.intake.ledger.Ledger;
import broadside.intake.ledger.Mail;
import broadside.intake.ledger.Redaction;
import broadside.intake.ledger.Statements;
import broadside.intake.quote.Hiding;
import broadside.intake.segment.SegmentReader;
import broadside.intake.sign.PublicLog;
import broadside.mail.dkim.DomainKey;
import broadside.proof.history.History;
import broadside.proof.history.SealedRelease;
import broadside.proof.log.Checkpoint;
import broadside.proof.note.SignedNote;
import broadside.proof.statement.AboutSeal;
import broadside.proof.statement.Continuation;
import broadside.proof.statement.Correction;
import broadside.proof.statement.PolicyStatement;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.statement.SealedStatement;
import broadside.proof.statement.SignedStatement;
import broadside.proof.statement.Statement;
import broadside.proof.statement.Verdicts;
import broadside.proof.statement.Withdrawal;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Takes back into a ledger that is an older copy what the public log has and it has not.
 *
 * <p>All of it is one transaction, and is proved before it is committed: every release and every
 * change of one is made again from ledger and segments, and must be the one that the editors
 * signed, byte for byte. Then the ledger is ahead of the public directory, as after any other stop,
 * and is published as such. A stop leaves the old ledger or the new one; the same call goes on.
 *
 * <p><b>Threads:</b> one; the publication is open for writing. See
 * docs/decisions/2026-11-25-catching-up.md.
 */
public final class CatchUp {
  private static final String ABOUT = "about";

  private final PrivateDirectory directory;
  private final Ledger ledger;
  private final Releaser releaser;
  private final Withdrawer withdrawer;
  private final ReleaseMonitor monitor;
  private final Set<Path> written = new HashSet<>();

  /** For this publication. */
  public CatchUp(PrivateDirectory directory, ReleaseMonitor monitor) {
    this.directory = directory;
    this.ledger = directory.ledger();
    this.releaser = new Releaser(directory);
    this.withdrawer = new Withdrawer(directory);
    this.monitor = monitor;
  }

  /**
   * What was taken back in.
   *
   * @param entries of the log
   * @param releases that the ledger did not know
   * @param size of the log that the ledger has now
   */
  public record Done(long entries, List<Integer> releases, long size) {
    public Done {
      releases = List.copyOf(releases);
    }
  }

  /**
   * Takes what a verified copy of the public directory has beyond the ledger, and publishes it.
   *
   * @throws ReleaseException where the copy is of another log than the ledger's, or where the
   *     ledger cannot be brought to it: nothing is changed then
   */
  public Done from(Path copy) throws IOException {
    LogDirectory files = new LogDirectory(copy);
    CheckedLog log = CheckedLog.open(files);
    long size = log.history().size();
    long known = ledger.statements().size();
    checkSame(files, log, Math.min(size, known));
    checkSuccessor(log, known);
    List<Integer> releases = new ArrayList<>();
    if (size > known) {
      try {
        take(copy, files, log, known, releases);
        ledger.commit();
      } catch (IOException | RuntimeException e) {
        ledger.rollback();
        for (Path path : written) {
          Durable.deleteTree(path);
        }
        throw e;
      }
    }
    if (size >= known) {
      publish(copy, log);
    }
    return new Done(Math.max(0, size - known), releases, Math.max(size, known));
  }

  private void publish(Path copy, CheckedLog log) throws IOException {
    SignedNote published = new LogDirectory(directory.publicDirectory()).checkpoint();
    if (published == null || size(published) < log.seen().checkpoint().size()) {
      new PublicLog(directory).resume(log.note());
      takeAbout(copy);
    }
    releaser.publishCommitted(monitor);
  }

  /** The ledger's statements must be the first of the log. */
  private void checkSame(LogDirectory files, CheckedLog log, long upTo) throws IOException {
    if (!log.history().policies().publication().equals(directory.identity())) {
      throw new ReleaseException("That is another publication. Nothing was changed.");
    }
    Statements statements = ledger.statements();
    log.forEachEntry(
        files,
        0,
        upTo,
        (index, entry) -> {
          if (!Arrays.equals(statements.at(index), entry)) {
            throw new ReleaseException(
                "Statement %d of this ledger is not the one that the log has: it was signed here after the copy was restored, or belongs to another history. Nothing was changed; restore private/ from a copy again, and catch up before anything else is signed."
                    .formatted(index));
          }
        });
  }

  /** What a successor's key signs, this ledger has no key for. */
  private static void checkSuccessor(CheckedLog log, long known) throws ReleaseException {
    if (known <= log.first(log.number()) && log.number() > 1) {
      throw new ReleaseException(
          "This ledger is from before the log %s was continued as %s, and has no key of that one. Restore a copy of private/ that was made since, or make a new one with \"broadside continue NEW --from COPY\". Nothing was changed."
              .formatted(log.end(log.number() - 1).origin(), log.seen().checkpoint().origin()));
    }
  }

  private void take(
      Path copy, LogDirectory files, CheckedLog log, long from, List<Integer> releases)
      throws IOException {
    History history = log.history();
    Set<Long> voids = new HashSet<>();
    history.voids().forEach(entry -> voids.add(entry.index()));
    Set<Integer> changed = new TreeSet<>();
    try (MailInflater inflater = new MailInflater()) {
      log.forEachEntry(
          files,
          from,
          history.size(),
          (index, entry) -> {
            Statement statement = voids.contains(index) ? null : parse(entry);
            switch (statement) {
              case null -> {} // void: it counts for nothing, and keeps its place
              case PolicyStatement p -> ledger.statements().add(files.read(p.version()));
              case Correction c -> ledger.statements().addEnclosure(files.enclosure(c.enclosure()));
              case Verdicts v -> take(files.enclosure(v.enclosure()));
              case ReleaseStatement r -> {
                take(r, index, open(copy, r.number(), history, inflater));
                releases.add(r.number());
              }
              case Withdrawal w -> {
                take(w, index, history, open(copy, w.release(), history, inflater));
                changed.add(w.release());
              }
              case SealedStatement s -> {
                take(s, index, copy, history, inflater);
                releases.add(s.number());
              }
              case AboutSeal _, Continuation _ -> {} // the log alone tells it
            }
            ledger.statements().addEntry(entry);
          });
    }
    for (int release : changed) {
      written.add(withdrawer.aside(release));
      withdrawer.writeAside(release, monitor);
    }
  }

  /** Takes a list of verdicts, and the keys that it rests on: else they would be doubted here. */
  private void take(byte[] list) throws IOException {
    ledger.statements().addEnclosure(list);
    try {
      for (DomainKey key : VerdictList.parse(list).keys()) {
        ledger.dkimKeys().learn(key);
      }
    } catch (FormatException e) {
      // as published: what cannot be read says nothing to anyone
    }
  }

  private static ReleaseReader open(Path copy, int release, History history, MailInflater inflater)
      throws IOException {
    return ReleaseReader.open(
        copy.resolve("releases/" + release), TakenBack.of(history, release), inflater);
  }

  private static Statement parse(byte[] entry) throws IOException {
    try {
      return SignedStatement.parse(entry).statement();
    } catch (FormatException e) {
      throw new IOException(e);
    }
  }

  /**
   * Takes a sealed release that is open, or void. Which mails one holds that is neither, nobody can
   * tell.
   */
  private void take(
      SealedStatement seal, long position, Path copy, History history, MailInflater inflater)
      throws IOException {
    SealedRelease release = Objects.requireNonNull(history.sealedRelease(seal.number()));
    ReleaseStatement opened = release.release();
    boolean isVoid = release.voiding() != null; // though it was opened where the copy is from
    if (isVoid) {
      releaser.addVoid(seal, position);
    } else if (opened != null) {
      take(opened, position, open(copy, seal.number(), history, inflater));
      releaser.seal(seal);
    } else {
      throw new ReleaseException(
          "Release %d is sealed and not open yet: which mails it holds, nobody can tell this ledger. Catch up once it is open, or restore a newer copy of private/. Nothing was changed."
              .formatted(seal.number()));
    }
    Path there = copy.resolve(SealedDirectory.path(seal.number()));
    if (Files.isDirectory(there)) {
      Path aside = releaser.copySealed(seal.number(), there);
      written.add(aside);
      if (isVoid) {
        Files.deleteIfExists(aside.resolve(LocalOpening.FILE));
      }
    }
  }

  private void take(ReleaseStatement signed, long position, ReleaseReader there)
      throws IOException {
    String lacking = new ReleaseMatch(ledger, directory.mailDirectory(), there).run(monitor);
    if (!lacking.isEmpty()) {
      throw new ReleaseException(lacking + " Nothing was changed.");
    }
    Path aside = releaser.aside(signed.number());
    written.add(aside);
    ReleaseStatement made =
        releaser.make(ReleaseRow.of(signed, signed.policy(), position, null), aside, monitor);
    if (!made.equals(signed)) {
      throw new ReleaseException(
          "Release %d cannot be made again with the bytes that its editors signed, though its mails are here: %s. Nothing was changed."
              .formatted(
                  signed.number(),
                  made.root().equals(signed.root())
                      ? "it was probably made by another version of this program; use that one"
                      : "the private directory is not the one that published it; restore a newer copy of private/"));
    }
  }

  /**
   * Takes a withdrawal. Of a mail that was redacted, and then redacted again or withdrawn, the
   * bytes between are nowhere any more, and nobody needs them.
   */
  private void take(Withdrawal signed, long position, History history, ReleaseReader there)
      throws IOException {
    Hiding words = new Hiding(ledger);
    try (SegmentReader segments = SegmentReader.open(directory.mailDirectory())) {
      for (Withdrawal.Taken taken : signed.numbers()) {
        Mail mail = mail(taken.number());
        ledger.withdrawals().add(taken.number(), signed.release(), position);
        if (taken.equals(history.taken(signed.release(), taken.number()))) {
          Redaction redaction = redaction(taken, there);
          if (redaction != null) {
            ledger.redactions().put(mail.id(), position, redaction);
          }
          words.addStored(mail, segments, redaction == null ? null : redaction.eml());
        }
      }
    }
    words.hold();
  }

  private static @Nullable Redaction redaction(Withdrawal.Taken taken, ReleaseReader there)
      throws IOException {
    String commitment = taken.mail();
    if (commitment == null) {
      return null;
    }
    DeflatedMail mail = there.deflated(there.line(taken.number()));
    if (mail == null) {
      throw new ReleaseException("The copy has no mail of number " + taken.number() + ".");
    }
    return new Redaction(taken.reason(), commitment, there.salt(taken.number()), mail);
  }

  private Mail mail(long number) throws IOException {
    List<Mail> found = new ArrayList<>(1);
    ledger.mails().forEachNumber(number, number, found::add);
    if (found.isEmpty()) {
      throw new IOException(
          "private/ledger.db is damaged: it has no mail of number %d; restore it from a copy."
              .formatted(number));
    }
    return found.getFirst();
  }

  /** An old file {@code about}, as a former release has it, is replaced by the newest one's. */
  private void takeAbout(Path copy) throws IOException {
    Path file = directory.publicDirectory().resolve(ABOUT);
    String now = SignedText.sha256Hex(Files.readAllBytes(file));
    byte[] newer = Files.readAllBytes(copy.resolve(ABOUT));
    List<String> former = new ArrayList<>();
    CheckedLog.open(new LogDirectory(copy))
        .history()
        .releases()
        .forEach(release -> former.add(release.statement().about()));
    if (!former.isEmpty()
        && former.getLast().equals(SignedText.sha256Hex(newer))
        && former.contains(now)
        && !former.getLast().equals(now)) {
      Durable.replace(file, newer);
    }
  }

  private static long size(SignedNote checkpoint) throws IOException {
    try {
      return Checkpoint.parse(checkpoint.text()).size();
    } catch (FormatException e) {
      throw new IOException(e);
    }
  }
}
