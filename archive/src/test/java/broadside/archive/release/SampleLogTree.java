package broadside.archive.release;

import broadside.archive.witness.AddCheckpoint;
import broadside.proof.log.Checkpoint;
import broadside.proof.merkle.MerkleTree;
import broadside.proof.note.KeyType;
import broadside.proof.note.SignedNote;
import broadside.proof.note.SigningKey;
import broadside.proof.text.FormatException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A log in memory for tests of witnesses: its checkpoints of every size, and the proofs. */
public final class SampleLogTree {
  private static final int SIZE = 300;

  private final SigningKey key;
  private final List<byte[]> leaves;

  private SampleLogTree(SigningKey key, List<byte[]> leaves) {
    this.key = key;
    this.leaves = leaves;
  }

  /** A log of this name, with a key of its own. */
  public static SampleLogTree named(String origin) {
    try {
      return new SampleLogTree(SigningKey.generate(origin, KeyType.NOTE), leaves(0, "entry "));
    } catch (FormatException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same log up to a size, and another after it. */
  public SampleLogTree branch(int shared) {
    List<byte[]> other = new ArrayList<>(leaves.subList(0, shared));
    other.addAll(leaves(shared, "other "));
    return new SampleLogTree(key, other);
  }

  private static List<byte[]> leaves(int from, String text) {
    List<byte[]> leaves = new ArrayList<>();
    for (int i = from; i < SIZE; i++) {
      leaves.add(MerkleTree.leaf((text + i).getBytes(StandardCharsets.UTF_8)));
    }
    return leaves;
  }

  public SigningKey key() {
    return key;
  }

  /** The checkpoint of a size, not signed. */
  public Checkpoint checkpoint(int size) {
    byte[] root = size == 0 ? MerkleTree.emptyRoot() : MerkleTree.root(leaves.subList(0, size));
    return new Checkpoint(key.verifier().name(), size, root);
  }

  /** The checkpoint of a size, as the log signs it. */
  public SignedNote note(int size) {
    String text = checkpoint(size).print();
    return new SignedNote(text, List.of(key.sign(text)));
  }

  /** The proof from one size to another. */
  public List<byte[]> proof(int old, int size) {
    return old == 0 || old == size
        ? List.of()
        : MerkleTree.consistencyProof(leaves.subList(0, size), old);
  }

  /** The request that submits a size to a witness that has signed {@code old} last. */
  public AddCheckpoint request(int old, int size) {
    return new AddCheckpoint(old, proof(old, size), note(size));
  }
}
