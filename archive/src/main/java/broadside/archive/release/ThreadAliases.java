package broadside.archive.release;

import java.util.Arrays;

/**
 * Which thread keys belong together: everything that the {@code aliases} of all releases say.
 *
 * <p>The name of a thread is the smallest of its keys, as unsigned numbers. It follows from which
 * keys are joined and from nothing else, so that everybody who has the same releases, read in any
 * order, gives a thread the same name.
 *
 * <p><b>Threads:</b> immutable. <b>Memory:</b> some 30 bytes for each key that is joined with
 * another one.
 */
public final class ThreadAliases {
  /** Without any pair. */
  public static final ThreadAliases NONE =
      new ThreadAliases(new long[0], new int[16], new int[0], new int[0], new int[0]);

  private final long[] keys;
  private final int[] slots;
  private final int[] all;
  private final int[] named;
  private final int[] next;

  private ThreadAliases(long[] keys, int[] slots, int[] all, int[] named, int[] next) {
    this.keys = keys;
    this.slots = slots;
    this.all = all;
    this.named = named;
    this.next = next;
  }

  /** The name of the thread to which {@code key} belongs; {@code key} itself where it is alone. */
  public long thread(long key) {
    int id = find(slots, keys, key);
    return id < 0 ? key : keys[all[id]];
  }

  /** Every key of the thread, ascending as unsigned numbers: its name first. */
  public long[] keys(long key) {
    int id = find(slots, keys, key);
    if (id < 0) {
      return new long[] {key};
    }
    int count = 1;
    for (int i = next[id]; i != id; i = next[i]) {
      count++;
    }
    long[] found = new long[count];
    for (int i = 0; i < count; i++, id = next[id]) {
      found[i] = keys[id] ^ Long.MIN_VALUE;
    }
    Arrays.sort(found);
    for (int i = 0; i < count; i++) {
      found[i] ^= Long.MIN_VALUE;
    }
    return found;
  }

  /**
   * True where mails name each other so that the two keys belong together; false where they do not,
   * or only a like subject joins them.
   */
  public boolean areJoinedByReferences(long key, long other) {
    int a = find(slots, keys, key);
    int b = find(slots, keys, other);
    return key == other || (a >= 0 && b >= 0 && named[a] == named[b]);
  }

  /** The number of keys that are joined with another one. */
  public int size() {
    return keys.length;
  }

  /** A builder that begins with these pairs. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** The id of the key, or the complement of the slot where it would be. */
  private static int find(int[] slots, long[] keys, long key) {
    int mask = slots.length - 1;
    int slot = (int) (key ^ key >>> 32) & mask; // keys come from a hash: their bits are even
    while (slots[slot] != 0) {
      if (keys[slots[slot] - 1] == key) {
        return slots[slot] - 1;
      }
      slot = slot + 1 & mask;
    }
    return ~slot;
  }

  /**
   * Joins keys.
   *
   * <p><b>Threads:</b> one.
   */
  public static final class Builder {
    private static final int FIRST_KEYS = 8;

    private long[] keys;
    private int[] slots;
    private int[] all;
    private int[] named;
    private int[] next;
    private int size;

    private Builder(ThreadAliases from) {
      size = from.keys.length;
      int room = Math.max(FIRST_KEYS, size);
      keys = Arrays.copyOf(from.keys, room);
      slots = from.slots.clone();
      all = Arrays.copyOf(from.all, room);
      named = Arrays.copyOf(from.named, room);
      next = Arrays.copyOf(from.next, room);
    }

    /** Joins a pair. */
    public Builder add(ThreadAlias alias) {
      int a = id(alias.key());
      int b = id(alias.other());
      if (alias.link() == ThreadAlias.Link.REFERENCES) {
        union(named, a, b);
      }
      if (union(all, a, b)) {
        int following = next[a];
        next[a] = next[b];
        next[b] = following;
      }
      return this;
    }

    /** What was joined. The builder must not be used any more. */
    public ThreadAliases build() {
      for (int i = 0; i < size; i++) {
        all[i] = root(all, i);
        named[i] = root(named, i);
      }
      return new ThreadAliases(
          Arrays.copyOf(keys, size),
          slots,
          Arrays.copyOf(all, size),
          Arrays.copyOf(named, size),
          Arrays.copyOf(next, size));
    }

    private boolean union(int[] parents, int a, int b) {
      int rootA = root(parents, a);
      int rootB = root(parents, b);
      if (rootA == rootB) {
        return false;
      }
      if (Long.compareUnsigned(keys[rootA], keys[rootB]) < 0) {
        parents[rootB] = rootA;
      } else {
        parents[rootA] = rootB;
      }
      return true;
    }

    /** The root, with every second step on the way made shorter. */
    private static int root(int[] parents, int id) {
      int at = id;
      while (parents[at] != at) {
        parents[at] = parents[parents[at]];
        at = parents[at];
      }
      return at;
    }

    private int id(long key) {
      int found = find(slots, keys, key);
      if (found >= 0) {
        return found;
      }
      if (size == keys.length) {
        grow();
        found = find(slots, keys, key);
      }
      keys[size] = key;
      all[size] = size;
      named[size] = size;
      next[size] = size;
      slots[~found] = ++size;
      return size - 1;
    }

    private void grow() {
      int room = Math.addExact(size, Math.max(size, FIRST_KEYS));
      keys = Arrays.copyOf(keys, room);
      all = Arrays.copyOf(all, room);
      named = Arrays.copyOf(named, room);
      next = Arrays.copyOf(next, room);
      slots = new int[Integer.highestOneBit(room) * 4];
      for (int i = 0; i < size; i++) {
        slots[~find(slots, keys, keys[i])] = i + 1;
      }
    }
  }
}
