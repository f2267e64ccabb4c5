package broadside.proof.log;

import broadside.proof.merkle.MerkleTree;
import java.util.ArrayList;
import java.util.List;

/**
 * One file of the log's tree: up to 256 hashes of a level, side by side (C2SP tlog-tiles).
 *
 * <p>Hash i of tile n at level l is the root over the entries from (256 n + i) 256^l, 256^l of
 * them. Bundles of entries are cut like the tiles of level 0.
 *
 * @param level 0…7; 7 is the root's level in the largest tree that a program can make
 * @param index from 0 within its level
 * @param width hashes in it: 256, or fewer at the tree's right edge
 */
public record Tile(int level, long index, int width) {
  /** Hashes in a full tile. */
  public static final int FULL = 1 << 8;

  /** Tree levels that a tile spans. */
  public static final int HEIGHT = 8;

  private static final int LEVELS = 8;

  public Tile {
    if (level < 0 || level >= LEVELS || index < 0 || width < 1 || width > FULL) {
      throw new IllegalArgumentException("no tile: " + level + "/" + index + "/" + width);
    }
  }

  /** The tile at this place as a tree of {@code size} entries has it. */
  public static Tile at(int level, long index, long size) {
    long hashes = size >> (HEIGHT * level);
    return new Tile(level, index, (int) Math.min(FULL, hashes - index * FULL));
  }

  /** The bundle that holds entry {@code entry} of a tree of {@code size} entries. */
  public static Tile bundle(long entry, long size) {
    return at(0, entry >> HEIGHT, size);
  }

  /** Every tile of a tree of {@code size} entries, level by level. */
  public static List<Tile> of(long size) {
    return since(0, size);
  }

  /** The tiles that a tree of {@code size} entries has and one of {@code old} has not. */
  public static List<Tile> since(long old, long size) {
    List<Tile> tiles = new ArrayList<>();
    for (int level = 0; level < LEVELS && size >> (HEIGHT * level) > 0; level++) {
      long before = old >> (HEIGHT * level);
      long after = size >> (HEIGHT * level);
      if (after > before) {
        for (long index = before >> HEIGHT; index <= (after - 1) >> HEIGHT; index++) {
          tiles.add(at(level, index, size));
        }
      }
    }
    return tiles;
  }

  /** {@code tile/LEVEL/INDEX[.p/WIDTH]}. */
  public String path() {
    return "tile/" + level + "/" + name();
  }

  /** {@code tile/entries/INDEX[.p/WIDTH]}: the entries below a tile of level 0. */
  public String entriesPath() {
    return "tile/entries/" + name();
  }

  /** The same tile once it is full: what a log may serve in the place of a partial one. */
  public Tile full() {
    return new Tile(level, index, FULL);
  }

  /** Bytes of its file. */
  public int bytes() {
    return width * MerkleTree.HASH_BYTES;
  }

  /** Three digits a step, all but the last after an x: 1234067 is x001/x234/067. */
  private String name() {
    StringBuilder name = new StringBuilder(digits(index % 1000));
    for (long rest = index / 1000; rest > 0; rest /= 1000) {
      name.insert(0, "x" + digits(rest % 1000) + "/");
    }
    return width == FULL ? name.toString() : name.append(".p/").append(width).toString();
  }

  private static String digits(long number) {
    return Long.toString(1000 + number).substring(1);
  }
}
