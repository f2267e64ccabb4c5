package broadside.proof.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every operation at every size from 0 to {@value #LARGEST}, against the definition itself. */
class MerkleTreeTest {
  private static final int LARGEST = 600;

  private static final List<byte[]> LEAVES = leaves(LARGEST);

  /**
   * {@code SUBTREES[from][height]}: the root over the 2^height leaves that begin at {@code from}.
   */
  private static final byte[][] ROOTS = roots();

  private static List<byte[]> leaves(int count) {
    List<byte[]> leaves = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      leaves.add(MerkleTree.leaf(Integer.toString(i).getBytes(StandardCharsets.US_ASCII)));
    }
    return leaves;
  }

  private static byte[][] roots() {
    byte[][] roots = new byte[LARGEST + 1][];
    for (int n = 0; n <= LARGEST; n++) {
      roots[n] = definedRoot(LEAVES.subList(0, n));
    }
    return roots;
  }

  /** RFC 6962 §2.1, word for word. */
  private static byte[] definedRoot(List<byte[]> leaves) {
    int n = leaves.size();
    if (n == 0) {
      return MerkleTree.emptyRoot();
    }
    if (n == 1) {
      return leaves.getFirst();
    }
    int k = 1;
    while (k * 2 < n) {
      k *= 2;
    }
    return MerkleTree.node(definedRoot(leaves.subList(0, k)), definedRoot(leaves.subList(k, n)));
  }

  /** The values of a known tree: those that RFC 6962's own test program publishes. */
  @Test
  void hashesAsOtherProgramsDo() {
    assertThat(hex(MerkleTree.emptyRoot()))
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assertThat(hex(MerkleTree.leaf(new byte[0])))
        .isEqualTo("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
  }

  @Test
  void buildsTheDefinedRootOfEverySize() {
    MerkleTree.RootBuilder builder = new MerkleTree.RootBuilder();
    assertThat(builder.root()).isEqualTo(ROOTS[0]);
    for (int n = 1; n <= LARGEST; n++) {
      builder.add(LEAVES.get(n - 1));
      assertThat(builder.size()).isEqualTo(n);
      assertThat(builder.root()).as("size %d", n).isEqualTo(ROOTS[n]);
    }
    assertThat(MerkleTree.root(LEAVES)).isEqualTo(ROOTS[LARGEST]);
  }

  @Test
  void provesEveryLeafOfEverySize() {
    for (int n = 1; n <= LARGEST; n++) {
      List<byte[]> leaves = LEAVES.subList(0, n);
      for (int i : indexes(n)) {
        List<byte[]> proof = MerkleTree.inclusionProof(leaves, i);
        assertThat(MerkleTree.verifyInclusion(i, n, LEAVES.get(i), proof, ROOTS[n]))
            .as("leaf %d of %d", i, n)
            .isTrue();
        refusesOtherInclusions(i, n, proof);
      }
    }
  }

  private static void refusesOtherInclusions(int i, int n, List<byte[]> proof) {
    assertThat(MerkleTree.verifyInclusion(n, n, LEAVES.get(i), proof, ROOTS[n])).isFalse();
    assertThat(MerkleTree.verifyInclusion(-1, n, LEAVES.get(i), proof, ROOTS[n])).isFalse();
    assertThat(MerkleTree.verifyInclusion(i, n, LEAVES.get((i + 1) % LARGEST), proof, ROOTS[n]))
        .isFalse();
    if (i > 0) {
      assertThat(MerkleTree.verifyInclusion(i - 1, n, LEAVES.get(i), proof, ROOTS[n])).isFalse();
    }
    List<byte[]> longer = new ArrayList<>(proof);
    longer.add(LEAVES.getFirst());
    assertThat(MerkleTree.verifyInclusion(i, n, LEAVES.get(i), longer, ROOTS[n])).isFalse();
    if (!proof.isEmpty()) {
      List<byte[]> shorter = proof.subList(0, proof.size() - 1);
      assertThat(MerkleTree.verifyInclusion(i, n, LEAVES.get(i), shorter, ROOTS[n])).isFalse();
      List<byte[]> changed = new ArrayList<>(proof);
      byte[] hash = changed.getFirst().clone();
      hash[n % 32] ^= 1;
      changed.set(0, hash);
      assertThat(MerkleTree.verifyInclusion(i, n, LEAVES.get(i), changed, ROOTS[n])).isFalse();
    }
  }

  @Test
  void provesThatEverySizeExtendsEverySmallerOne() {
    for (int n = 1; n <= LARGEST; n++) {
      List<byte[]> leaves = LEAVES.subList(0, n);
      for (int m : indexes(n).stream().map(i -> i + 1).toList()) {
        List<byte[]> proof = MerkleTree.consistencyProof(leaves, m);
        assertThat(MerkleTree.verifyConsistency(m, n, ROOTS[m], ROOTS[n], proof))
            .as("%d to %d", m, n)
            .isTrue();
        refusesOtherConsistencies(m, n, proof);
      }
    }
  }

  private static void refusesOtherConsistencies(int m, int n, List<byte[]> proof) {
    byte[] other = ROOTS[0];
    assertThat(MerkleTree.verifyConsistency(m, n, ROOTS[m], other, proof)).isFalse();
    assertThat(MerkleTree.verifyConsistency(m, n, other, ROOTS[n], proof)).isFalse();
    assertThat(MerkleTree.verifyConsistency(0, n, ROOTS[0], ROOTS[n], proof)).isFalse();
    assertThat(MerkleTree.verifyConsistency(n + 1, n, ROOTS[m], ROOTS[n], proof)).isFalse();
    List<byte[]> longer = new ArrayList<>(proof);
    longer.add(LEAVES.getFirst());
    assertThat(MerkleTree.verifyConsistency(m, n, ROOTS[m], ROOTS[n], longer)).isFalse();
    if (!proof.isEmpty()) {
      List<byte[]> shorter = proof.subList(0, proof.size() - 1);
      assertThat(MerkleTree.verifyConsistency(m, n, ROOTS[m], ROOTS[n], shorter)).isFalse();
    }
  }

  /**
   * Hashes cut at another place make the old root from an empty hash and its two halves in one
   * piece: with them a log could replace the third of three entries.
   */
  @Test
  void refusesHashesOfOtherLengths() {
    byte[] first = MerkleTree.node(LEAVES.get(0), LEAVES.get(1));
    byte[] halves = concat(first, LEAVES.get(2));
    assertThat(MerkleTree.node(halves, new byte[0])).isEqualTo(ROOTS[3]);
    byte[] other = concat(LEAVES.get(7), LEAVES.get(8));
    byte[] forged = MerkleTree.node(halves, MerkleTree.node(new byte[0], other));
    List<byte[]> growth = List.of(new byte[0], other, halves);
    assertThat(MerkleTree.verifyConsistency(3, 4, ROOTS[3], forged, growth)).isFalse();
    List<byte[]> path = List.of(LEAVES.get(8), halves);
    assertThat(MerkleTree.verifyInclusion(2, 4, LEAVES.get(7), path, forged)).isFalse();
  }

  private static byte[] concat(byte[] a, byte[] b) {
    return ByteBuffer.allocate(a.length + b.length).put(a).put(b).array();
  }

  @Test
  void refusesProofsOfWhatIsNotThere() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MerkleTree.inclusionProof(LEAVES.subList(0, 3), 3));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MerkleTree.inclusionProof(LEAVES.subList(0, 3), -1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MerkleTree.consistencyProof(LEAVES.subList(0, 3), 4));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MerkleTree.consistencyProof(LEAVES.subList(0, 3), 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MerkleTree.RootBuilder().add(new byte[31]));
  }

  /** A builder's root is the caller's own: changing it changes no later root. */
  @Test
  void keepsItsHashesToItself() {
    MerkleTree.RootBuilder builder = new MerkleTree.RootBuilder();
    byte[] leaf = LEAVES.getFirst().clone();
    builder.add(leaf);
    leaf[0] ^= 1;
    builder.root()[0] ^= 1;
    assertThat(builder.root()).isEqualTo(ROOTS[1]);
  }

  /** All of a small tree; of a larger one both ends and where it splits. */
  private static Set<Integer> indexes(int n) {
    if (n <= 12) {
      return IntStream.range(0, n).boxed().collect(Collectors.toSet());
    }
    int split = Integer.highestOneBit(n - 1);
    return Set.copyOf(List.of(0, split, n - 1));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
