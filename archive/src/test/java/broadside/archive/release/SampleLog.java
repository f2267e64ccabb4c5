package broadside.archive.release;

import broadside.archive.log.LogDirectory;
import broadside.archive.log.LogWriter;
import broadside.proof.log.Checkpoint;
import broadside.proof.merkle.MerkleTree;
import broadside.proof.note.KeyType;
import broadside.proof.note.SignedNote;
import broadside.proof.note.SigningKey;
import broadside.proof.policy.LogPolicy;
import broadside.proof.policy.Policy;
import broadside.proof.policy.Roles;
import broadside.proof.statement.PolicyStatement;
import broadside.proof.statement.SignedStatement;
import broadside.proof.statement.Statement;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** The log of a publication for tests: one editor, no witness. */
public final class SampleLog {
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

  private final Path directory;
  private final LogWriter writer;
  private final SigningKey editor;
  private final SigningKey key;
  private final Policy policy;

  private SampleLog(Path directory) throws FormatException {
    this.directory = directory;
    this.writer = new LogWriter(directory);
    this.editor = SigningKey.generate("editor", KeyType.NOTE);
    this.key = SigningKey.generate("harbour.example/log", KeyType.NOTE);
    this.policy =
        new Policy(
            new LogPolicy(key.verifier(), null, List.of(), List.of(), LogPolicy.NONE),
            new Roles(
                1,
                List.of(new Roles.Editor("editor", editor.verifier())),
                1,
                List.of(),
                null,
                null));
  }

  /** A log whose first entry is its policy. */
  public static SampleLog begin(Path directory) throws IOException {
    try {
      SampleLog log = new SampleLog(directory);
      log.writer.addPolicy(log.policy);
      log.append(
          log.signed(PolicyStatement.of(log.policy.hash(), null, log.policy, TIME)).encode());
      return log;
    } catch (FormatException e) {
      throw new IllegalStateException(e);
    }
  }

  public Policy policy() {
    return policy;
  }

  /** A statement as the editor signs it. */
  public SignedStatement signed(Statement statement) {
    return SignedStatement.of(statement, List.of(editor.sign(statement.print())));
  }

  /** Appends an entry, whatever it is, and publishes a checkpoint. */
  public void append(byte[] entry) throws IOException {
    try {
      SignedNote note = new LogDirectory(directory).checkpoint();
      Checkpoint before =
          note == null
              ? new Checkpoint(key.verifier().name(), 0, MerkleTree.emptyRoot())
              : Checkpoint.of(note, key.verifier());
      Checkpoint next = writer.append(before, List.of(entry));
      writer.publish(new SignedNote(next.print(), List.of(key.sign(next.print()))));
    } catch (FormatException e) {
      throw new IllegalStateException(e);
    }
  }
}
