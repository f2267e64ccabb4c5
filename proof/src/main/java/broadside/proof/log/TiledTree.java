package broadside.proof.log;

import broadside.proof.merkle.MerkleTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Roots and proofs of a tree of which only the tiles are at hand. A proof reads a tile for every
 * eight levels of the tree.
 *
 * <p><b>Threads:</b> one. <b>Failures:</b> {@link IOException} where a tile cannot be had. A tile
 * with wrong hashes gives a wrong root or a proof that does not hold, never a wrong "yes".
 */
public final class TiledTree {
  /** Tiles kept in memory: two paths through the largest tree. */
  private static final int KEPT = 16;

  private final long size;
  private final TileReader reader;

  /**
   * By their path: the virtual machine makes a record's own hash when it is first asked for, and
   * that takes it long.
   */
  private final Map<String, byte[]> kept =
      new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, byte[]> eldest) {
          return size() > KEPT;
        }
      };

  /** The tree of the first {@code size} entries. */
  public TiledTree(long size, TileReader reader) {
    this.size = size;
    this.reader = reader;
  }

  /** Number of entries. */
  public long size() {
    return size;
  }

  /** The root over all entries. */
  public byte[] root() throws IOException {
    return size == 0 ? MerkleTree.emptyRoot() : root(0, size);
  }

  /** The leaf hash of an entry. */
  public byte[] leaf(long index) throws IOException {
    return root(Objects.checkIndex(index, size), index + 1);
  }

  /** The proof that the entry {@code index} is in the tree. */
  public List<byte[]> inclusionProof(long index) throws IOException {
    return MerkleTree.inclusionProof(index, size, this::root);
  }

  /** The proof that this tree extends the one of its first {@code old} entries, 1…size. */
  public List<byte[]> consistencyProof(long old) throws IOException {
    return MerkleTree.consistencyProof(old, size, this::root);
  }

  /** The root over the entries from {@code low} to {@code high}, a subtree of this tree. */
  private byte[] root(long low, long high) throws IOException {
    // Full subtrees from the left, then joined from the right.
    List<byte[]> full = new ArrayList<>();
    for (long at = low; at < high; ) {
      long entries = Long.highestOneBit(high - at);
      full.add(fullSubtree(at, Long.numberOfTrailingZeros(entries)));
      at += entries;
    }
    byte[] root = full.removeLast();
    while (!full.isEmpty()) {
      root = MerkleTree.node(full.removeLast(), root);
    }
    return root;
  }

  /** The root over 2^height entries from {@code low}, a multiple of that. */
  private byte[] fullSubtree(long low, int height) throws IOException {
    int level = height / Tile.HEIGHT;
    int hashes = 1 << (height % Tile.HEIGHT);
    long first = low >> (Tile.HEIGHT * level);
    byte[] tile = tile(Tile.at(level, first >> Tile.HEIGHT, size));
    int at = (int) (first % Tile.FULL) * MerkleTree.HASH_BYTES;
    return MerkleTree.root(Arrays.copyOfRange(tile, at, at + hashes * MerkleTree.HASH_BYTES));
  }

  private byte[] tile(Tile tile) throws IOException {
    String path = tile.path();
    byte[] known = kept.get(path);
    if (known == null) {
      known = reader.read(tile);
      if (known.length != tile.bytes()) {
        throw new IOException(
            "%s has %d bytes, not %d".formatted(path, known.length, tile.bytes()));
      }
      kept.put(path, known);
    }
    return known;
  }
}
