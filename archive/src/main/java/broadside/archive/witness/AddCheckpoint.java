package broadside.archive.witness;

import broadside.proof.merkle.MerkleTree;
import broadside.proof.note.SignedNote;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What is sent to a witness.
 *
 * @param old the size that it has signed last, 0 for never
 * @param proof that the tree of the checkpoint extends the one of that size
 * @param checkpoint signed by the log
 */
public record AddCheckpoint(long old, List<byte[]> proof, SignedNote checkpoint) {
  /** Bytes of a request at most. */
  public static final int BYTES = 1 << 16;

  /** Where it is posted, below the witness's address. */
  public static final String PATH = "add-checkpoint";

  private static final int HASHES = 63;

  public AddCheckpoint {
    proof = List.copyOf(proof);
  }

  /** The request's body. */
  public byte[] encode() {
    StringBuilder body = new StringBuilder("old ").append(old).append('\n');
    proof.forEach(hash -> body.append(SignedText.base64(hash)).append('\n'));
    return body.append('\n').append(checkpoint.print()).toString().getBytes(StandardCharsets.UTF_8);
  }

  /** The inverse of {@link #encode()}. */
  public static AddCheckpoint parse(byte[] body) throws FormatException {
    String text = SignedText.decode(body);
    int end = text.indexOf("\n\n");
    if (end < 0 || body.length > BYTES) {
      throw new FormatException("no request to add a checkpoint");
    }
    List<String> lines = SignedText.lines(text.substring(0, end + 1));
    if (!lines.getFirst().startsWith("old ") || lines.size() > HASHES + 1) {
      throw new FormatException(
          "the request begins with \"old\" and a size, and has 63 hashes at most");
    }
    List<byte[]> proof = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      byte[] hash = SignedText.base64(line);
      if (hash.length != MerkleTree.HASH_BYTES) {
        throw new FormatException("a hash of " + hash.length + " bytes, not 32");
      }
      proof.add(hash);
    }
    return new AddCheckpoint(
        SignedText.count(lines.getFirst().substring("old ".length())),
        proof,
        SignedNote.parse(text.substring(end + 2).getBytes(StandardCharsets.UTF_8)));
  }
}
