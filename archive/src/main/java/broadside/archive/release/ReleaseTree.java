package broadside.archive.release;

import broadside.proof.merkle.MerkleTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The tree over a release's manifest, of which the lower six levels are computed again when they
 * are asked for: a byte of memory for each number.
 *
 * <p><b>Threads:</b> shared by all.
 */
public final class ReleaseTree {
  private static final int BLOCK = 1 << 6;

  /** Roots of blocks of 64 leaves, then of two of those, and so on; an odd one goes up as it is. */
  private final List<byte[][]> levels = new ArrayList<>();

  private ReleaseTree() {}

  /** The tree of a release; reads its manifest once. */
  public static ReleaseTree of(ReleaseReader release) throws IOException {
    ReleaseTree tree = new ReleaseTree();
    long count = release.statement().count();
    byte[][] level = new byte[(int) ((count + BLOCK - 1) / BLOCK)][];
    for (int block = 0; block < level.length; block++) {
      level[block] = MerkleTree.root(leaves(release, block));
    }
    tree.levels.add(level);
    while (level.length > 1) {
      byte[][] above = new byte[(level.length + 1) / 2][];
      for (int i = 0; i < above.length; i++) {
        above[i] =
            2 * i + 1 < level.length
                ? MerkleTree.node(level[2 * i], level[2 * i + 1])
                : level[2 * i];
      }
      tree.levels.add(above);
      level = above;
    }
    return tree;
  }

  /** The root. */
  public byte[] root() {
    return levels.getLast()[0].clone();
  }

  /**
   * The proof that a number's line is in the tree.
   *
   * @param release the one of this tree, opened at whatever time: its manifest never changes
   */
  public List<byte[]> path(ReleaseReader release, long number) throws IOException {
    long index = number - release.statement().first();
    int at = (int) (index / BLOCK);
    List<byte[]> path =
        new ArrayList<>(MerkleTree.inclusionProof(leaves(release, at), (int) (index % BLOCK)));
    for (byte[][] level : levels) {
      int sibling = at ^ 1;
      if (sibling < level.length) {
        path.add(level[sibling]);
      }
      at /= 2;
    }
    return path;
  }

  private static List<byte[]> leaves(ReleaseReader release, int block) throws IOException {
    long first = release.statement().first() + (long) block * BLOCK;
    long last = Math.min(release.statement().last(), first + BLOCK - 1);
    byte[][] leaves = new byte[(int) (last - first + 1)][];
    for (int i = 0; i < leaves.length; i++) {
      leaves[i] = MerkleTree.leaf(release.lineBytes(first + i));
    }
    return Arrays.asList(leaves);
  }
}
