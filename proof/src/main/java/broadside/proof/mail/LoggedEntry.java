package broadside.proof.mail;

import broadside.proof.log.Checkpoint;
import broadside.proof.log.EntryBundle;
import broadside.proof.merkle.MerkleTree;
import broadside.proof.text.Fields;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An entry of the log with the proof that it is there.
 *
 * @param index of the entry, counted over all logs of the publication
 * @param entry its bytes
 * @param path from the leaf up, in the tree of its own log
 */
public record LoggedEntry(long index, byte[] entry, List<byte[]> path) {
  /** Hashes of a path at most: the height of the largest tree. */
  static final int HASHES = 63;

  /** Lines of a text at most: more than an entry can have. */
  private static final int LINES = EntryBundle.ENTRY_BYTES;

  public LoggedEntry {
    entry = entry.clone();
    path = List.copyOf(path);
  }

  /**
   * True where the entry stands in this tree.
   *
   * @param first the index of the tree's first entry
   */
  boolean isIn(Checkpoint tree, long first) {
    return index >= first
        && MerkleTree.verifyInclusion(
            index - first, tree.size(), MerkleTree.leaf(entry), path, tree.root());
  }

  static void printText(StringBuilder text, String key, byte[] bytes) {
    String lines = new String(bytes, StandardCharsets.UTF_8);
    text.append(key).append(' ').append(lines.chars().filter(c -> c == '\n').count());
    text.append('\n').append(lines);
  }

  static byte[] readText(Fields fields, String key) throws FormatException {
    List<String> lines = fields.block(key, LINES);
    return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  static void printPath(StringBuilder text, List<byte[]> path) {
    text.append("path ").append(path.size()).append('\n');
    path.forEach(hash -> text.append(SignedText.base64(hash)).append('\n'));
  }

  static List<byte[]> readPath(Fields fields) throws FormatException {
    return hashes(fields.block("path", HASHES));
  }

  static List<byte[]> hashes(List<String> lines) throws FormatException {
    List<byte[]> hashes = new ArrayList<>(lines.size());
    for (String line : lines) {
      byte[] hash = SignedText.base64(line);
      if (hash.length != MerkleTree.HASH_BYTES) {
        throw new FormatException("a hash of " + hash.length + " bytes, not 32");
      }
      hashes.add(hash);
    }
    return hashes;
  }

  void print(StringBuilder text) {
    text.append("index ").append(index).append('\n');
    printText(text, "entry", entry);
    printPath(text, path);
  }

  static LoggedEntry read(Fields fields) throws FormatException {
    long index = fields.count("index");
    byte[] entry = readText(fields, "entry");
    return new LoggedEntry(index, entry, readPath(fields));
  }
}
