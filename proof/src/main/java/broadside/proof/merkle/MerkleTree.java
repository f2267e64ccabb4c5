package broadside.proof.merkle;

import broadside.proof.text.SignedText;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The hash tree of RFC 6962 §2.1 with SHA-256, as pure functions over hashes of 32 bytes.
 *
 * <p>Proofs are lists of hashes in the order that RFC 9162 §2.1.3 and §2.1.4 give them. Sizes and
 * indexes count leaves. Every verifier returns false, never throws, on a proof that does not hold,
 * whatever its shape.
 */
public final class MerkleTree {
  /** Bytes in a hash. */
  public static final int HASH_BYTES = 32;

  private static final byte[] LEAF = {0};
  private static final byte[] NODE = {1};

  private MerkleTree() {}

  /** The hash of one entry: SHA-256(00 ‖ entry). */
  public static byte[] leaf(byte[] entry) {
    return SignedText.sha256(LEAF, entry);
  }

  /** The hash over two subtrees: SHA-256(01 ‖ left ‖ right). */
  public static byte[] node(byte[] left, byte[] right) {
    return SignedText.sha256(NODE, left, right);
  }

  /** The root of the tree with no leaves: SHA-256 of nothing. */
  public static byte[] emptyRoot() {
    return SignedText.sha256();
  }

  /** The root over {@code leaves}, which are leaf hashes. */
  public static byte[] root(List<byte[]> leaves) {
    RootBuilder builder = new RootBuilder();
    leaves.forEach(builder::add);
    return builder.root();
  }

  /** The root over hashes that lie one after the other, as in a tile. */
  public static byte[] root(byte[] hashes) {
    RootBuilder builder = new RootBuilder();
    for (int at = 0; at < hashes.length; at += HASH_BYTES) {
      builder.add(Arrays.copyOfRange(hashes, at, at + HASH_BYTES));
    }
    return builder.root();
  }

  /** Where the roots of a tree's subtrees come from: leaves in memory, tiles. */
  @FunctionalInterface
  public interface Subtrees<E extends Exception> {
    /** The root over the leaves from {@code low} to {@code high}, which is not among them. */
    byte[] root(long low, long high) throws E;
  }

  /**
   * The inclusion proof of leaf {@code index} in the tree over {@code leaves}.
   *
   * @throws IllegalArgumentException where the index is not in 0…size-1
   */
  public static List<byte[]> inclusionProof(List<byte[]> leaves, int index) {
    return inclusionProof(index, leaves.size(), of(leaves));
  }

  /** The same of a tree of which only subtrees are at hand. */
  public static <E extends Exception> List<byte[]> inclusionProof(
      long index, long size, Subtrees<E> tree) throws E {
    checkRange("index", index, 0, size - 1);
    // From the root down, as RFC 6962 defines the path; the proof lists it from the leaf up.
    List<byte[]> path = new ArrayList<>();
    long low = 0;
    long high = size;
    while (high - low > 1) {
      long middle = low + split(high - low);
      if (index < middle) {
        path.add(tree.root(middle, high));
        high = middle;
      } else {
        path.add(tree.root(low, middle));
        low = middle;
      }
    }
    return path.reversed();
  }

  /**
   * The proof that the tree over all {@code leaves} extends the tree over the first {@code
   * oldSize}.
   *
   * @throws IllegalArgumentException where the old size is not in 1…size
   */
  public static List<byte[]> consistencyProof(List<byte[]> leaves, int oldSize) {
    return consistencyProof(oldSize, leaves.size(), of(leaves));
  }

  /** The same of a tree of which only subtrees are at hand. */
  public static <E extends Exception> List<byte[]> consistencyProof(
      long oldSize, long size, Subtrees<E> tree) throws E {
    checkRange("old size", oldSize, 1, size);
    List<byte[]> path = new ArrayList<>();
    long low = 0;
    long high = size;
    while (high != oldSize) {
      long middle = low + split(high - low);
      if (oldSize <= middle) {
        path.add(tree.root(middle, high));
        high = middle;
      } else {
        path.add(tree.root(low, middle));
        low = middle;
      }
    }
    if (low > 0) { // else it is the old root, which the reader has
      path.add(tree.root(low, high));
    }
    return path.reversed();
  }

  private static Subtrees<RuntimeException> of(List<byte[]> leaves) {
    return (low, high) -> root(leaves.subList((int) low, (int) high));
  }

  private static void checkRange(String what, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException("%s %d not in %d…%d".formatted(what, value, least, most));
    }
  }

  /** True where {@code leaf} is at {@code index} of the tree of {@code size} with this root. */
  public static boolean verifyInclusion(
      long index, long size, byte[] leaf, List<byte[]> proof, byte[] root) {
    if (index < 0 || index >= size || !areHashes(proof)) {
      return false;
    }
    long fn = index;
    long sn = size - 1;
    byte[] r = leaf;
    for (byte[] p : proof) {
      if (sn == 0) {
        return false;
      }
      if ((fn & 1) == 1 || fn == sn) {
        r = node(p, r);
        while ((fn & 1) == 0 && fn != 0) {
          fn >>= 1;
          sn >>= 1;
        }
      } else {
        r = node(r, p);
      }
      fn >>= 1;
      sn >>= 1;
    }
    return sn == 0 && MessageDigest.isEqual(r, root);
  }

  /** True where the tree (newSize, newRoot) extends the tree (oldSize, oldRoot). */
  public static boolean verifyConsistency(
      long oldSize, long newSize, byte[] oldRoot, byte[] newRoot, List<byte[]> proof) {
    if (oldSize < 1 || oldSize > newSize || !areHashes(proof)) {
      return false;
    }
    if (oldSize == newSize) {
      return proof.isEmpty() && MessageDigest.isEqual(oldRoot, newRoot);
    }
    boolean powerOfTwo = (oldSize & (oldSize - 1)) == 0;
    List<byte[]> path = new ArrayList<>(proof.size() + 1);
    if (powerOfTwo) {
      path.add(oldRoot);
    }
    path.addAll(proof);
    if (path.isEmpty()) {
      return false;
    }
    long fn = oldSize - 1;
    long sn = newSize - 1;
    while ((fn & 1) == 1) {
      fn >>= 1;
      sn >>= 1;
    }
    byte[] fr = path.getFirst();
    byte[] sr = path.getFirst();
    for (byte[] c : path.subList(1, path.size())) {
      if (sn == 0) {
        return false;
      }
      if ((fn & 1) == 1 || fn == sn) {
        fr = node(c, fr);
        sr = node(c, sr);
        while ((fn & 1) == 0 && fn != 0) {
          fn >>= 1;
          sn >>= 1;
        }
      } else {
        sr = node(sr, c);
      }
      fn >>= 1;
      sn >>= 1;
    }
    return sn == 0 && MessageDigest.isEqual(fr, oldRoot) && MessageDigest.isEqual(sr, newRoot);
  }

  /** Two hashes in one piece with an empty one beside them would give the hash over the two. */
  private static boolean areHashes(List<byte[]> proof) {
    return proof.stream().allMatch(hash -> hash.length == HASH_BYTES);
  }

  /** The largest power of two smaller than n, for n ≥ 2. */
  private static long split(long n) {
    return Long.highestOneBit(n - 1);
  }

  /**
   * Computes a root from leaves that come one by one, in memory that grows with the logarithm of
   * their number.
   *
   * <p><b>Threads:</b> one.
   */
  public static final class RootBuilder {
    /** Roots of the full subtrees that the leaves so far fall into; [h] covers 2^h leaves. */
    private final byte[][] full = new byte[Long.SIZE][];

    private long size;

    /** Appends one leaf hash. */
    public void add(byte[] leaf) {
      if (leaf.length != HASH_BYTES) {
        throw new IllegalArgumentException("a hash of " + leaf.length + " bytes, not 32");
      }
      byte[] carry = leaf.clone();
      int height = 0;
      for (; (size >> height & 1) == 1; height++) {
        carry = node(full[height], carry);
      }
      full[height] = carry;
      size++;
    }

    /** The number of leaves so far. */
    public long size() {
      return size;
    }

    /** The root over the leaves so far; more may follow. */
    public byte[] root() {
      if (size == 0) {
        return emptyRoot();
      }
      int height = Long.numberOfTrailingZeros(size);
      byte[] root = full[height];
      for (height++; height < Long.SIZE; height++) {
        if ((size >> height & 1) == 1) {
          root = node(full[height], root);
        }
      }
      return Arrays.copyOf(root, HASH_BYTES);
    }
  }
}
