package broadside.intake.sign;

import broadside.archive.log.LogDirectory;
import broadside.archive.log.LogWriter;
import broadside.archive.release.Durable;
import broadside.intake.PrivateDirectory;
import broadside.intake.ledger.Statements;
import broadside.proof.log.Checkpoint;
import broadside.proof.log.Tile;
import broadside.proof.log.TileReader;
import broadside.proof.log.TiledTree;
import broadside.proof.merkle.MerkleTree;
import broadside.proof.note.SignedNote;
import broadside.proof.note.SigningKey;
import broadside.proof.note.VerifierKey;
import broadside.proof.policy.LogPolicy;
import broadside.proof.policy.Policy;
import broadside.proof.statement.Enclosure;
import broadside.proof.statement.SignedStatement;
import broadside.proof.statement.Statement;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings the published log to what the ledger has: policies, entries, tiles, and last the signed
 * checkpoint. The ledger is committed before, so that the same call after a stop writes the same
 * bytes.
 *
 * <p><b>Threads:</b> one; the publication is open for writing.
 */
public final class PublicLog {
  /** Entries among whose partial tiles a stop may have left some that are full by now. */
  private static final long LEFT = 1024;

  private final PrivateDirectory directory;
  private final LogWriter writer;
  private final LogDirectory files;

  /** The log of this publication. */
  public PublicLog(PrivateDirectory directory) {
    this.directory = directory;
    this.writer = new LogWriter(directory.publicDirectory());
    this.files = new LogDirectory(directory.publicDirectory());
  }

  /**
   * Publishes what the ledger has and the log has not.
   *
   * @return how many entries were appended
   * @throws QuorumException where too few witnesses signed: nothing is published, and the same call
   *     goes on with the same bytes
   */
  public long publish() throws IOException {
    long appended = append();
    new PublicSchedule(directory).refresh(); // the numbers of parts to come follow the log
    return appended;
  }

  /** What the ledger has and the log has not, of what can be read. */
  public List<Statement> waiting() throws IOException {
    CurrentLog log = CurrentLog.of(directory);
    SignedNote note = files.checkpoint();
    Checkpoint published =
        isOfPredecessor(note, log) ? empty(log.policy()) : published(note, log.policy());
    List<Statement> waiting = new ArrayList<>();
    for (byte[] entry : unpublished(directory.ledger().statements(), published, log)) {
      try {
        waiting.add(SignedStatement.parse(entry).statement());
      } catch (FormatException e) {
        // a void entry, which says nothing
      }
    }
    return waiting;
  }

  private long append() throws IOException {
    Statements statements = directory.ledger().statements();
    List<Policy> policies = statements.policies();
    for (Policy policy : policies) {
      writer.addPolicy(policy);
    }
    CurrentLog log = CurrentLog.of(directory);
    LogPolicy newest = log.policy();
    SignedNote note = files.checkpoint();
    if (isOfPredecessor(note, log)) {
      return follow(log);
    }
    Checkpoint before = published(note, newest);
    List<byte[]> entries = unpublished(statements, before, log);
    writer.removePartial(Math.max(0, before.size() - LEFT), before.size());
    if (entries.isEmpty()) {
      known(files, newest, before, before.size());
      forget();
      return 0;
    }
    addEnclosures(statements, entries);
    Checkpoint next = writer.append(before, entries);
    try (Witnessing witnesses = new Witnessing(newest, directory.publicDirectory())) {
      ask(witnesses, signed(note, newest), known(files, newest, before, next.size()), true);
      writer.publish(cosigned(next, log, witnesses));
    }
    forget();
    writer.removePartial(before.size(), next.size());
    return entries.size();
  }

  /**
   * Publishes a log that continues the one that is published: it is written aside, signed and
   * cosigned before it takes the other's place.
   */
  private long follow(CurrentLog log) throws IOException {
    Path next = successor();
    Durable.deleteTree(next);
    Durable.createDirectories(next);
    Checkpoint none = empty(log.policy());
    List<byte[]> entries = directory.ledger().statements().from(log.first());
    addEnclosures(directory.ledger().statements(), entries);
    Checkpoint end = new LogWriter(next).append(none, entries);
    LogDirectory written = new LogDirectory(next);
    TileReader tiles = // partial ones of an earlier state were not written
        tile ->
            Arrays.copyOf(
                written.read(Tile.at(tile.level(), tile.index(), end.size())), tile.bytes());
    try (Witnessing witnesses = new Witnessing(log.policy(), next)) {
      ask(witnesses, pending(log.policy()), known(tiles, log.policy(), none, end.size()), true);
      writer.follow(log.number() - 1, next, cosigned(end, log, witnesses));
    }
    forget();
    return entries.size();
  }

  /** The log's signature, and those of a quorum: what is signed is remembered before it is seen. */
  private SignedNote cosigned(Checkpoint checkpoint, CurrentLog log, Witnessing witnesses)
      throws IOException {
    SignedNote pending = pending(log.policy());
    SignedNote signed =
        pending != null && pending.text().equals(checkpoint.print())
            ? pending
            : sign(checkpoint, log);
    if (!log.policy().witnesses().isEmpty()) {
      Durable.replace(pendingFile(), signed.encode()); // from here on a witness may have seen it
    }
    return witnesses.cosigned(signed);
  }

  /**
   * True where what is published is the log that the current one continues.
   *
   * @throws IOException where it is another state of that log than the one that is continued
   */
  private static boolean isOfPredecessor(@Nullable SignedNote note, CurrentLog log)
      throws IOException {
    Checkpoint predecessor = log.predecessor();
    if (note == null || predecessor == null) {
      return false;
    }
    try {
      Checkpoint published = Checkpoint.parse(note.text());
      if (published.origin().equals(log.policy().log().name())) {
        return false;
      }
      if (published.equals(predecessor)) {
        return true;
      }
    } catch (FormatException e) {
      throw unusable(e);
    }
    throw new IOException(
        "public/checkpoint is not the one of %d entries of the log %s that the log %s continues; restore public/ from a mirror that has not followed yet, or from a copy."
            .formatted(predecessor.size(), predecessor.origin(), log.policy().log().name()));
  }

  /**
   * Puts the files that these entries name where readers find them. A void entry's, which a thief
   * of the log's key has put into it, is in no ledger.
   */
  private void addEnclosures(Statements statements, List<byte[]> entries) throws IOException {
    Set<Enclosure> added = new HashSet<>();
    for (byte[] entry : entries) {
      try {
        Enclosure enclosure = SignedStatement.parse(entry).statement().enclosure();
        if (enclosure != null && statements.holds(enclosure) && added.add(enclosure)) {
          writer.addEnclosure(enclosure.kind(), statements.enclosure(enclosure));
        }
      } catch (FormatException e) {
        throw new IOException("private/ledger.db is damaged; restore it from a copy.", e);
      }
    }
  }

  /**
   * Asks the witnesses whether they have seen more of this log than the ledger has: then it is an
   * old copy, and what editors sign now would contradict what they have signed. What one says whom
   * a quorum of the others gainsays is told, and stops nothing.
   *
   * @throws QuorumException where it may be an old copy, or where none answers whom the quorum
   *     needs
   */
  public void ask() throws IOException {
    look(witnesses -> {
      witnesses.checkNotBehind(witness -> true);
      witnesses.checkAnswers(false);
    });
  }

  /**
   * The same before a change of policy, which may be what replaces witnesses that are gone or that
   * lie: that none answers stops nothing, and nothing that one says whose key the change removes.
   *
   * @throws QuorumException where it may be an old copy
   */
  void askBefore(Policy next) throws IOException {
    List<VerifierKey> keys = next.log().witnessKeys();
    look(witnesses -> witnesses.checkNotBehind(witness -> keys.contains(witness.key())));
  }

  /**
   * The same before the log is continued, without which no policy can be changed: it stops only
   * where a state with a quorum may be ahead, and not where none answers.
   *
   * @throws QuorumException where it may be an old copy
   */
  void askBeforeContinuing() throws IOException {
    look(Witnessing::checkNothingPublishedAhead);
  }

  /** Judges what witnesses said who were asked. */
  private interface Verdict {
    void check(Witnessing witnesses) throws QuorumException;
  }

  private void look(Verdict verdict) throws IOException {
    CurrentLog log = CurrentLog.of(directory);
    LogPolicy newest = log.policy();
    SignedNote note = files.checkpoint();
    boolean isToFollow = isOfPredecessor(note, log);
    Checkpoint published = isToFollow ? empty(newest) : published(note, newest);
    long size =
        published.size() + unpublished(directory.ledger().statements(), published, log).size();
    try (Witnessing witnesses = new Witnessing(newest, directory.publicDirectory())) {
      if (isToFollow) {
        witnesses.ask(pending(newest), size);
      } else {
        witnesses.ask(signed(note, newest), known(files, newest, published, size));
      }
      verdict.check(witnesses);
      witnesses.said().forEach(directory::warn);
    }
  }

  /** Asks witnesses before something is signed, and tells what stops nothing. */
  private void ask(Witnessing witnesses, @Nullable SignedNote note, long known, boolean isKept)
      throws IOException {
    witnesses.ask(note, known);
    witnesses.checkNotBehind(witness -> true);
    witnesses.checkAnswers(isKept);
    witnesses.said().forEach(directory::warn);
  }

  /**
   * Remembers a checkpoint of what the ledger has, which the log signed before the ledger was taken
   * from an older copy: {@link #publish} brings the log to it.
   */
  public void resume(SignedNote checkpoint) throws IOException {
    Durable.replace(pendingFile(), checkpoint.encode());
  }

  /**
   * What the ledger has beyond a checkpoint.
   *
   * @throws IOException where its last entry is not the ledger's: one of them is an old copy
   */
  private List<byte[]> unpublished(Statements statements, Checkpoint published, CurrentLog log)
      throws IOException {
    long size = published.size();
    if (size == 0) {
      return statements.from(log.first());
    }
    List<byte[]> entries = statements.from(log.first() + size - 1);
    byte[] last = files.entries(Tile.bundle(size - 1, size)).getLast();
    if (entries.isEmpty() || !Arrays.equals(entries.getFirst(), last)) {
      throw new IOException(
          "private/ledger.db of %s is not the one whose statements the log has: it may be an old copy. Nothing was signed; restore the newest one, or run \"broadside catch-up\" with the address of a mirror."
              .formatted(directory.publication()));
    }
    return entries.subList(1, entries.size());
  }

  /**
   * The size up to which witnesses may have signed this log: that of the checkpoint that was signed
   * last, whether it was published or not.
   *
   * @param tiles of what the log is to be
   * @param next entries that it is to have
   */
  private long known(TileReader tiles, LogPolicy policy, Checkpoint published, long next)
      throws IOException {
    SignedNote note = pending(policy);
    if (note == null) {
      return published.size();
    }
    Checkpoint pending = published(note, policy);
    if (pending.size() <= published.size()) {
      return published.size();
    }
    if (pending.size() > next
        || !Arrays.equals(new TiledTree(pending.size(), tiles).root(), pending.root())) {
      throw new IOException(
          "A checkpoint of %d entries was signed before that this log does not extend. Nothing was signed; restore the newest copy of private/ and public/."
              .formatted(pending.size()));
    }
    return pending.size();
  }

  /** What witnesses may have signed of a log: what is published, or else what waits for them. */
  private @Nullable SignedNote signed(@Nullable SignedNote published, LogPolicy policy)
      throws IOException {
    return published == null ? pending(policy) : published;
  }

  /** The checkpoint that is signed and has no quorum yet, or null. */
  private @Nullable SignedNote pending(LogPolicy policy) throws IOException {
    try {
      SignedNote note = SignedNote.parse(Files.readAllBytes(pendingFile()));
      Checkpoint _ = Checkpoint.of(note, policy.log());
      return note;
    } catch (NoSuchFileException e) {
      return null;
    } catch (FormatException e) {
      throw new IOException(
          "%s is damaged: %s. Nothing was signed; restore it from a copy."
              .formatted(pendingFile(), e.getMessage()),
          e);
    }
  }

  private Path pendingFile() {
    return directory.keysDirectory().resolveSibling("checkpoint.pending");
  }

  /** Where a log that is to follow another is written before it takes its place. */
  private Path successor() {
    return directory.keysDirectory().resolveSibling("successor");
  }

  /** Forgets what was signed last: it is published, or never will be. */
  void forget() throws IOException {
    Durable.deleteReplaced(pendingFile());
    Durable.deleteTree(successor());
  }

  /**
   * Asks the witnesses to sign the published checkpoint again, so that readers see that it is the
   * newest one.
   *
   * @return what each who did not sign said
   */
  public List<String> renew() throws IOException {
    publish();
    LogPolicy newest = CurrentLog.of(directory).policy();
    SignedNote note = files.checkpoint();
    if (note == null) {
      return List.of();
    }
    Checkpoint published = published(note, newest);
    try (Witnessing witnesses = new Witnessing(newest, directory.publicDirectory())) {
      ask(witnesses, note, published.size(), false);
      writer.publish(witnesses.cosigned(note));
      return witnesses.failures();
    }
  }

  /**
   * The newest time at which a quorum of witnesses has signed what is published, or null where the
   * policy asks for none.
   */
  public @Nullable Instant seen() throws IOException {
    SignedNote note = files.checkpoint();
    try {
      return note == null ? null : CurrentLog.of(directory).policy().check(note).time();
    } catch (FormatException e) {
      throw unusable(e);
    }
  }

  /** The log's signature: the moment at which the log is what it is. */
  private SignedNote sign(Checkpoint checkpoint, CurrentLog log) throws IOException {
    SigningKey key = new Keys(directory.keysDirectory(), Passphrases.NONE).open(log.keyFile());
    return new SignedNote(checkpoint.print(), List.of(key.sign(checkpoint.print())));
  }

  private static Checkpoint published(@Nullable SignedNote note, LogPolicy policy)
      throws IOException {
    try {
      return note == null ? empty(policy) : Checkpoint.of(note, policy.log());
    } catch (FormatException e) {
      throw unusable(e);
    }
  }

  private static Checkpoint empty(LogPolicy policy) {
    return new Checkpoint(policy.log().name(), 0, MerkleTree.emptyRoot());
  }

  private static IOException unusable(FormatException e) {
    return new IOException(
        "public/checkpoint cannot be used: %s; restore it from a mirror."
            .formatted(e.getMessage()));
  }
}
