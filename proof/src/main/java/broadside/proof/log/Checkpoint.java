package broadside.proof.log;

import broadside.proof.merkle.MerkleTree;
import broadside.proof.note.SignedNote;
import broadside.proof.note.VerifierKey;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * What a log signs: its origin, how many entries it has, and the root over them (C2SP
 * tlog-checkpoint). Extension lines are refused.
 *
 * @param origin the log's identity, which is its key's name
 * @param size number of entries
 * @param root 32 bytes
 */
public record Checkpoint(String origin, long size, byte[] root) {
  /** Where a log has it, below its address. */
  public static final String PATH = "checkpoint";

  /** Bytes of a signed checkpoint at most: room for more cosigners than any policy names. */
  public static final int BYTES = 1 << 16;

  private static final int LINES = 3;

  public Checkpoint {
    if (!VerifierKey.isName(origin)) {
      throw new IllegalArgumentException("no origin of a log: " + origin);
    }
    if (size < 0 || size > SignedText.LARGEST_COUNT) {
      throw new IllegalArgumentException("size " + size + " not in 0…10^18-1");
    }
    if (root.length != MerkleTree.HASH_BYTES) {
      throw new IllegalArgumentException("a root of " + root.length + " bytes, not 32");
    }
    root = root.clone();
  }

  /** Three lines, each with its LF. */
  public String print() {
    return origin + "\n" + size + "\n" + SignedText.base64(root) + "\n";
  }

  /** The inverse of {@link #print()}. */
  public static Checkpoint parse(String text) throws FormatException {
    List<String> lines = SignedText.lines(text);
    if (lines.size() != LINES) {
      throw new FormatException("a checkpoint of " + lines.size() + " lines, not " + LINES);
    }
    try {
      return new Checkpoint(
          lines.get(0), SignedText.count(lines.get(1)), SignedText.base64(lines.get(2)));
    } catch (IllegalArgumentException e) {
      throw new FormatException(String.valueOf(e.getMessage()));
    }
  }

  /**
   * The checkpoint in a note that this log signed.
   *
   * @throws FormatException where it did not, or it is of another origin than the key's name
   */
  public static Checkpoint of(SignedNote note, VerifierKey log) throws FormatException {
    Checkpoint checkpoint = parse(note.text());
    if (!checkpoint.origin.equals(log.name())) {
      throw new FormatException(
          "a checkpoint of the log " + checkpoint.origin + ", not of " + log.name());
    }
    note.signers(List.of(log));
    return checkpoint;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Checkpoint c
        && origin.equals(c.origin)
        && size == c.size
        && Arrays.equals(root, c.root);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(root);
  }

  @Override
  public String toString() {
    return origin + " " + size + " " + HexFormat.of().formatHex(root);
  }
}
