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
import broadside.proof.policy.Witness;
import broadside.proof.statement.PolicyStatement;
import broadside.proof.statement.SignedStatement;
import broadside.proof.statement.Statement;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The log of a publication for tests: one editor, and no witness or one. */
public final class SampleLog {
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

  private final Path directory;
  private final LogWriter writer;
  private final SigningKey editor;
  private final SigningKey key;
  private final @Nullable SigningKey witness;
  private final Policy policy;
  private Instant seen = TIME;

  private SampleLog(
      Path directory,
      SigningKey editor,
      SigningKey key,
      @Nullable SigningKey witness,
      Policy policy) {
    this.directory = directory;
    this.writer = new LogWriter(directory);
    this.editor = editor;
    this.key = key;
    this.witness = witness;
    this.policy = policy;
  }

  private static Policy policy(
      SigningKey editor, SigningKey key, @Nullable SigningKey witness, @Nullable Instant expires) {
    List<Witness> witnesses =
        witness == null ? List.of() : List.of(new Witness("w1", witness.verifier(), null));
    return new Policy(
        new LogPolicy(
            key.verifier(), null, witnesses, List.of(), witness == null ? LogPolicy.NONE : "w1"),
        new Roles(
            1,
            List.of(new Roles.Editor("editor", editor.verifier())),
            1,
            List.of(),
            null,
            expires));
  }

  /** A log whose first entry is its policy. */
  public static SampleLog begin(Path directory) throws IOException {
    return begin(directory, null, null);
  }

  /**
   * A log whose first entry is its policy.
   *
   * @param witness who cosigns every checkpoint, or null
   * @param expires when readers are warned of the policy, or null
   */
  public static SampleLog begin(
      Path directory, @Nullable SigningKey witness, @Nullable Instant expires) throws IOException {
    try {
      SigningKey editor = SigningKey.generate("editor", KeyType.NOTE);
      SigningKey key = SigningKey.generate("harbour.example/log", KeyType.NOTE);
      SampleLog log =
          new SampleLog(directory, editor, key, witness, policy(editor, key, witness, expires));
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

  /** The log's own key. */
  public SigningKey key() {
    return key;
  }

  /** The same keys at work in another directory, which is a copy of this log. */
  public SampleLog at(Path copy) {
    return new SampleLog(copy, editor, key, witness, policy);
  }

  /** From now on the witness signs at this time. */
  public void seenAt(Instant time) {
    seen = time;
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
      SignedNote signed = new SignedNote(next.print(), List.of(key.sign(next.print())));
      writer.publish(witness == null ? signed : signed.with(witness.cosign(next.print(), seen)));
    } catch (FormatException e) {
      throw new IllegalStateException(e);
    }
  }
}
