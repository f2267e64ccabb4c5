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

  /** The log of this publication. */
  public PublicLog(PrivateDirectory directory) {
    this.directory = directory;
    this.writer = new LogWriter(directory.publicDirectory());
  }

  /**
   * Publishes what the ledger has and the log has not.
   *
   * @return how many entries were appended
   */
  public long publish() throws IOException {
    Statements statements = directory.ledger().statements();
    List<Policy> policies = statements.policies();
    for (Policy policy : policies) {
      writer.addPolicy(policy);
    }
    LogPolicy newest = policies.getLast().log();
    Checkpoint before = published(newest);
    List<byte[]> entries = statements.from(before.size());
    if (entries.isEmpty()) {
      return 0;
    }
    Checkpoint next = writer.append(before, entries);
    SigningKey key = new Keys(directory.keysDirectory(), Passphrases.NONE).open(Keys.LOG);
    writer.publish(new SignedNote(next.print(), List.of(key.sign(next.print()))));
    writer.removePartial(before.size(), next.size());
    return entries.size();
  }

  private Checkpoint published(LogPolicy policy) throws IOException {
    SignedNote note = new LogDirectory(directory.publicDirectory()).checkpoint();
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
