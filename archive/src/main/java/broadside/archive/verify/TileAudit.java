package broadside.archive.verify;

import broadside.archive.log.LogDirectory;
import broadside.proof.log.Tile;
import broadside.proof.merkle.MerkleTree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Computes a log's tiles from its entries, and compares each with its file. */
final class TileAudit {
  private final LogDirectory files;
  private final List<ByteArrayOutputStream> open = new ArrayList<>();
  private final List<Long> done = new ArrayList<>();
  private final List<Tile> wrong = new ArrayList<>();
  private final MerkleTree.RootBuilder tree = new MerkleTree.RootBuilder();

  TileAudit(LogDirectory files) {
    this.files = files;
  }

  /** Takes the next entry. */
  void add(byte[] entry) throws IOException {
    byte[] hash = MerkleTree.leaf(entry);
    tree.add(hash);
    for (int level = 0; ; level++) {
      if (level == open.size()) {
        open.add(new ByteArrayOutputStream());
        done.add(0L);
      }
      ByteArrayOutputStream tile = open.get(level);
      tile.writeBytes(hash);
      if (tile.size() < Tile.FULL * MerkleTree.HASH_BYTES) {
        return;
      }
      compare(level);
      hash = MerkleTree.root(tile.toByteArray());
      tile.reset();
      done.set(level, done.get(level) + 1);
    }
  }

  /** The tiles that are not what the entries give. */
  List<Tile> finish() throws IOException {
    for (int level = 0; level < open.size(); level++) {
      if (open.get(level).size() > 0) {
        compare(level);
      }
    }
    return wrong;
  }

  /** The root over the entries. */
  byte[] root() {
    return tree.root();
  }

  private void compare(int level) throws IOException {
    byte[] hashes = open.get(level).toByteArray();
    Tile tile = new Tile(level, done.get(level), hashes.length / MerkleTree.HASH_BYTES);
    if (!Arrays.equals(files.read(tile), hashes)) {
      wrong.add(tile);
    }
  }
}
