package broadside.proof.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIndexOutOfBoundsException;

import broadside.proof.fixture.Tree;
import broadside.proof.merkle.MerkleTree;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every size from 0 to {@value #LARGEST}, against {@link MerkleTree}; and one of three levels. */
class TiledTreeTest {
  private static final int LARGEST = 600;
  private static final int THREE_LEVELS = 70_000;
  private static final Tree TREE = Tree.counting(THREE_LEVELS);
  private static final byte[][] ROOTS = new byte[LARGEST + 1][];

  static {
    for (int n = 0; n <= LARGEST; n++) {
      ROOTS[n] = MerkleTree.root(TREE.leaves().subList(0, n));
    }
  }

  private static TiledTree tree(long size) {
    return new TiledTree(size, TREE.tiles(size));
  }

  @Test
  void hasTheRootOfEverySize() throws IOException {
    for (int n = 0; n <= LARGEST; n++) {
      assertThat(tree(n).root()).as("size %d", n).isEqualTo(ROOTS[n]);
      assertThat(tree(n).size()).isEqualTo(n);
    }
  }

  @Test
  @Tag("slow")
  void provesInclusionsInEverySize() throws IOException {
    for (int n = 1; n <= LARGEST; n++) {
      TiledTree tree = tree(n);
      List<byte[]> leaves = TREE.leaves().subList(0, n);
      for (int i : indexes(n)) {
        List<byte[]> proof = tree.inclusionProof(i);
        if (n <= 70 || n == 300) {
          assertThat(proof).containsExactlyElementsOf(MerkleTree.inclusionProof(leaves, i));
        }
        assertThat(tree.leaf(i)).isEqualTo(leaves.get(i));
        assertThat(MerkleTree.verifyInclusion(i, n, tree.leaf(i), proof, ROOTS[n]))
            .as("entry %d of %d", i, n)
            .isTrue();
      }
    }
  }

  @Test
  void provesThatEverySizeExtendsSmallerOnes() throws IOException {
    for (int n = 1; n <= LARGEST; n++) {
      TiledTree tree = tree(n);
      List<byte[]> leaves = TREE.leaves().subList(0, n);
      for (int i : indexes(n)) {
        List<byte[]> proof = tree.consistencyProof(i + 1);
        if (n <= 70 || n == 300) {
          assertThat(proof).containsExactlyElementsOf(MerkleTree.consistencyProof(leaves, i + 1));
        }
        assertThat(MerkleTree.verifyConsistency(i + 1, n, ROOTS[i + 1], ROOTS[n], proof))
            .as("%d to %d", i + 1, n)
            .isTrue();
      }
    }
  }

  /** All of a few sizes; of the others both ends, the split and one that moves with the size. */
  private static Set<Integer> indexes(int n) {
    Set<Integer> indexes = new TreeSet<>();
    if (n <= 9 || Set.of(256, 257, 300).contains(n)) {
      for (int i = 0; i < n; i++) {
        indexes.add(i);
      }
    } else {
      indexes.addAll(List.of(0, Integer.highestOneBit(n - 1), n * 37 % n, n * n / 7 % n, n - 1));
    }
    return indexes;
  }

  @Test
  void worksOverThreeLevels() throws IOException {
    byte[] root = MerkleTree.root(TREE.leaves());
    TiledTree tree = tree(THREE_LEVELS);
    assertThat(tree.root()).isEqualTo(root);
    for (long i : new long[] {0, 65_535, 65_536, 69_887, 69_888, 69_999}) {
      List<byte[]> proof = tree.inclusionProof(i);
      byte[] leaf = TREE.leaves().get((int) i);
      assertThat(MerkleTree.verifyInclusion(i, THREE_LEVELS, leaf, proof, root)).isTrue();
      byte[] old = MerkleTree.root(TREE.leaves().subList(0, (int) i + 1));
      List<byte[]> growth = tree.consistencyProof(i + 1);
      assertThat(MerkleTree.verifyConsistency(i + 1, THREE_LEVELS, old, root, growth)).isTrue();
    }
  }

  /** A flipped bit that a root or proof depends on changes it; none makes a proof hold. */
  @Test
  void neverTrustsATileOfAnyLevel() throws IOException {
    byte[] root = MerkleTree.root(TREE.leaves());
    long index = 69_990;
    byte[] leaf = TREE.leaves().get((int) index);
    for (Tile bad :
        List.of(
            new Tile(0, 273, 112), new Tile(1, 1, 17), new Tile(1, 0, 256), new Tile(2, 0, 1))) {
      TileReader good = TREE.tiles(THREE_LEVELS);
      TiledTree tree =
          new TiledTree(
              THREE_LEVELS,
              tile -> {
                byte[] hashes = good.read(tile);
                hashes[5] ^= (byte) (tile.equals(bad) ? 1 : 0);
                return hashes;
              });
      List<byte[]> proof = tree.inclusionProof(index);
      boolean rootReadsIt = bad.level() != 1 || bad.index() == 1;
      assertThat(Arrays.equals(tree.root(), root)).as(bad.path()).isEqualTo(!rootReadsIt);
      assertThat(MerkleTree.verifyInclusion(index, THREE_LEVELS, leaf, proof, root))
          .as(bad.path())
          .isEqualTo(!rootReadsIt);
      List<byte[]> growth = tree.consistencyProof(index);
      byte[] old = MerkleTree.root(TREE.leaves().subList(0, (int) index));
      assertThat(MerkleTree.verifyConsistency(index, THREE_LEVELS, old, root, growth))
          .as(bad.path())
          .isEqualTo(!rootReadsIt);
    }
    assertThat(new TiledTree(THREE_LEVELS, TREE.tiles(THREE_LEVELS)).leaf(index)).isEqualTo(leaf);
  }

  @Test
  void refusesTilesOfAnotherWidth() {
    for (int change : new int[] {-32, -1, 1, 32}) {
      TileReader good = TREE.tiles(300);
      TiledTree tree =
          new TiledTree(
              300,
              tile -> {
                byte[] hashes = good.read(tile);
                return Arrays.copyOf(hashes, hashes.length + change);
              });
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(tree::root)
          .withMessageContaining("bytes, not");
    }
  }

  @Test
  void refusesEntriesThatAreNotThere() {
    TiledTree tree = tree(300);
    assertThatIndexOutOfBoundsException().isThrownBy(() -> tree.leaf(300));
    assertThatIndexOutOfBoundsException().isThrownBy(() -> tree.leaf(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> tree.inclusionProof(300));
    assertThatIllegalArgumentException().isThrownBy(() -> tree.consistencyProof(0));
    assertThatIllegalArgumentException().isThrownBy(() -> tree.consistencyProof(301));
    assertThatIllegalArgumentException().isThrownBy(() -> tree(0).inclusionProof(0));
  }

  /** Two paths through the largest tree fit in what is kept: no tile is read twice for a proof. */
  @Test
  void readsATileForEveryEightLevels() throws IOException {
    int[] reads = {0};
    TileReader tiles = TREE.tiles(THREE_LEVELS);
    TiledTree tree =
        new TiledTree(
            THREE_LEVELS,
            tile -> {
              reads[0]++;
              return tiles.read(tile);
            });
    tree.inclusionProof(12_345);
    assertThat(reads[0]).isLessThanOrEqualTo(5);
  }
}
