package broadside.intake.sign;

import broadside.archive.log.LogDirectory;
import broadside.archive.log.LogWriter;
import broadside.archive.release.Durable;
import broadside.intake.PrivateDirectory;
import broadside.intake.ledger.Statements;
import broadside.proof.log.Checkpoint;
import broadside.proof.log.Tile;
import broadside.proof.log.TiledTree;
import broadside.proof.merkle.MerkleTree;
import broadside.proof.note.SignedNote;
import broadside.proof.note.SigningKey;
import broadside.proof.policy.LogPolicy;
import broadside.proof.policy.Policy;
import broadside.proof.statement.Enclosure;
import broadside.proof.statement.SignedStatement;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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

  private long append() throws IOException {
    Statements statements = directory.ledger().statements();
    List<Policy> policies = statements.policies();
    for (Policy policy : policies) {
      writer.addPolicy(policy);
    }
    LogPolicy newest = policies.getLast().log();
    SignedNote note = files.checkpoint();
    Checkpoint before = published(note, newest);
    List<byte[]> entries = unpublished(statements, before);
    writer.removePartial(Math.max(0, before.size() - LEFT), before.size());
    if (entries.isEmpty()) {
      known(before, before.size());
      Files.deleteIfExists(pending());
      return 0;
    }
    addEnclosures(statements, entries);
    Checkpoint next = writer.append(before, entries);
    try (Witnessing witnesses = new Witnessing(newest, directory.publicDirectory())) {
      witnesses.ask(note, known(before, next.size()));
      SignedNote signed = sign(next);
      if (!newest.witnesses().isEmpty()) {
        Durable.replace(pending(), signed.encode()); // from here on a witness may have seen it
      }
      writer.publish(witnesses.cosigned(signed));
    }
    Files.deleteIfExists(pending());
    writer.removePartial(before.size(), next.size());
    return entries.size();
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
   * Asks the witnesses whether one of them has seen more of this log than the ledger has: then it
   * is an old copy, and what editors sign now would contradict what they have signed.
   *
   * @throws IOException where one has
   * @throws QuorumException where none answers whom the quorum needs
   */
  public void ask() throws IOException {
    LogPolicy newest = directory.policy().log();
    SignedNote note = files.checkpoint();
    Checkpoint published = published(note, newest);
    long size = published.size() + unpublished(directory.ledger().statements(), published).size();
    try (Witnessing witnesses = new Witnessing(newest, directory.publicDirectory())) {
      witnesses.ask(note, known(published, size));
    }
  }

  /**
   * Remembers a checkpoint of what the ledger has, which the log signed before the ledger was taken
   * from an older copy: {@link #publish} brings the log to it.
   */
  public void resume(SignedNote checkpoint) throws IOException {
    Durable.replace(pending(), checkpoint.encode());
  }

  /**
   * What the ledger has beyond a checkpoint.
   *
   * @throws IOException where its last entry is not the ledger's: one of them is an old copy
   */
  private List<byte[]> unpublished(Statements statements, Checkpoint published) throws IOException {
    long size = published.size();
    if (size == 0) {
      return statements.from(0);
    }
    List<byte[]> entries = statements.from(size - 1);
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
   * @param next entries that the log is to have
   */
  private long known(Checkpoint published, long next) throws IOException {
    try {
      Checkpoint pending =
          Checkpoint.of(
              SignedNote.parse(Files.readAllBytes(pending())), directory.policy().log().log());
      if (pending.size() <= published.size()) {
        return published.size();
      }
      if (pending.size() > next
          || !Arrays.equals(new TiledTree(pending.size(), files).root(), pending.root())) {
        throw new IOException(
            "A checkpoint of %d entries was signed before that this log does not extend. Nothing was signed; restore the newest copy of private/ and public/."
                .formatted(pending.size()));
      }
      return pending.size();
    } catch (NoSuchFileException e) {
      return published.size();
    } catch (FormatException e) {
      throw new IOException(
          "%s is damaged: %s. Nothing was signed; restore it from a copy."
              .formatted(pending(), e.getMessage()),
          e);
    }
  }

  /** The checkpoint that is signed and has no quorum yet. */
  private Path pending() {
    return directory.keysDirectory().resolveSibling("checkpoint.pending");
  }

  /**
   * Asks the witnesses to sign the published checkpoint again, so that readers see that it is the
   * newest one.
   *
   * @return what each who did not sign said
   */
  public List<String> renew() throws IOException {
    publish();
    LogPolicy newest = directory.policy().log();
    SignedNote note = files.checkpoint();
    if (note == null) {
      return List.of();
    }
    Checkpoint published = published(note, newest);
    try (Witnessing witnesses = new Witnessing(newest, directory.publicDirectory())) {
      witnesses.ask(note, published.size());
      writer.publish(witnesses.cosigned(note));
      return witnesses.failures();
    }
  }

  /** The log's signature: the moment at which the log is what it is. */
  private SignedNote sign(Checkpoint checkpoint) throws IOException {
    SigningKey key = new Keys(directory.keysDirectory(), Passphrases.NONE).open(Keys.LOG);
    return new SignedNote(checkpoint.print(), List.of(key.sign(checkpoint.print())));
  }

  private static Checkpoint published(@Nullable SignedNote note, LogPolicy policy)
      throws IOException {
    try {
      return note == null
          ? new Checkpoint(policy.log().name(), 0, MerkleTree.emptyRoot())
          : Checkpoint.of(note, policy.log());
    } catch (FormatException e) {
      throw new IOException(
          "public/checkpoint cannot be used: %s; restore it from a mirror."
              .formatted(e.getMessage()));
    }
  }
}
