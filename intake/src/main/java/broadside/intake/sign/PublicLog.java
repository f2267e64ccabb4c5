package broadside.intake.sign;

import broadside.archive.log.LogDirectory;
import broadside.archive.log.LogWriter;
import broadside.intake.PrivateDirectory;
import broadside.intake.ledger.Statements;
import broadside.proof.log.Checkpoint;
import broadside.proof.merkle.MerkleTree;
import broadside.proof.note.SignedNote;
import broadside.proof.note.SigningKey;
import broadside.proof.policy.LogPolicy;
import broadside.proof.policy.Policy;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings the published log to what the ledger has: policies, entries, tiles, and last the signed
 * checkpoint. The ledger is committed before, so that the same call after a stop writes the same
 * bytes.
 *
 * <p><b>Threads:</b> one; the publication is open for writing.
 */
public final class PublicLog {
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
   * @throws IOException where too few witnesses signed: nothing is published, and the same call
   *     goes on with the same bytes
   */
  public long publish() throws IOException {
    Statements statements = directory.ledger().statements();
    List<Policy> policies = statements.policies();
    for (Policy policy : policies) {
      writer.addPolicy(policy);
    }
    LogPolicy newest = policies.getLast().log();
    SignedNote note = files.checkpoint();
    Checkpoint before = published(note, newest);
    List<byte[]> entries = statements.from(before.size());
    if (entries.isEmpty()) {
      return 0;
    }
    Checkpoint next = writer.append(before, entries);
    try (Witnessing witnesses = new Witnessing(newest, directory.publicDirectory())) {
      witnesses.ask(note, next.size());
      writer.publish(witnesses.cosigned(sign(next)));
    }
    writer.removePartial(before.size(), next.size());
    return entries.size();
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
