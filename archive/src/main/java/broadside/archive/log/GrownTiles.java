package broadside.archive.log;

import broadside.proof.log.Tile;
import broadside.proof.log.TileReader;
import broadside.proof.merkle.MerkleTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The tiles of a log that grows, computed before anything of it is written: those of the old log
 * come from its files, the others from the leaf hashes of the new entries.
 *
 * <p><b>Threads:</b> one. <b>Memory:</b> 32 bytes for each new entry.
 */
public final class GrownTiles implements TileReader {
  private final TileReader before;
  private final long old;
  private final List<Level> levels = new ArrayList<>();
  private long size;

  /** The log of {@code old} entries, to which entries will be added. */
  public GrownTiles(TileReader before, long old) {
    this.before = before;
    this.old = old;
    this.size = old;
  }

  /** The tiles that the entries of a log of {@code size} give, whatever its own tiles are. */
  public static GrownTiles of(LogDirectory log, long size) throws IOException {
    GrownTiles tiles = new GrownTiles(log, 0);
    log.forEachEntry(0, size, (index, entry) -> tiles.add(MerkleTree.leaf(entry)));
    return tiles;
  }

  /** The tiles that a log has otherwise than they are here. */
  public List<Tile> differing(TileReader log) throws IOException {
    List<Tile> differing = new ArrayList<>();
    for (Tile tile : Tile.of(size)) {
      if (!Arrays.equals(log.read(tile), read(tile))) {
        differing.add(tile);
      }
    }
    return differing;
  }

  /** Adds the leaf hash of the next entry. */
  public void add(byte[] leaf) throws IOException {
    byte[] hash = leaf;
    for (int level = 0; ; level++) {
      Level grown = level(level);
      grown.add(hash);
      if (grown.count % Tile.FULL != 0) {
        break;
      }
      hash = MerkleTree.root(grown.last(Tile.FULL));
    }
    size++;
  }

  /** Entries, old and new. */
  public long size() {
    return size;
  }

  /** A tile of the grown log, or of an earlier state of it. */
  @Override
  public byte[] read(Tile tile) throws IOException {
    long first = tile.index() * Tile.FULL;
    if (tile.level() >= levels.size() || first < levels.get(tile.level()).first) {
      Tile held = Tile.at(tile.level(), tile.index(), old);
      return Arrays.copyOf(before.read(held), tile.bytes());
    }
    Level level = levels.get(tile.level());
    return level.slice((int) (first - level.first), tile.width());
  }

  private Level level(int level) throws IOException {
    if (level == levels.size()) {
      long held = old >> (Tile.HEIGHT * level);
      Level grown = new Level(held - held % Tile.FULL);
      if (held % Tile.FULL > 0) {
        grown.addAll(before.read(Tile.at(level, held / Tile.FULL, old)));
      }
      levels.add(grown);
    }
    return levels.get(level);
  }

  /** The hashes of a level from that of number {@code first}, a multiple of 256, on. */
  private static final class Level {
    private final long first;
    private byte[] hashes = new byte[Tile.FULL * MerkleTree.HASH_BYTES];
    private int count;

    Level(long first) {
      this.first = first;
    }

    void add(byte[] hash) {
      addAll(hash);
    }

    void addAll(byte[] added) {
      int end = count * MerkleTree.HASH_BYTES;
      if (end + added.length > hashes.length) {
        hashes = Arrays.copyOf(hashes, Math.multiplyExact(hashes.length, 2));
      }
      System.arraycopy(added, 0, hashes, end, added.length);
      count += added.length / MerkleTree.HASH_BYTES;
    }

    byte[] last(int width) {
      return slice(count - width, width);
    }

    byte[] slice(int from, int width) {
      return Arrays.copyOfRange(
          hashes, from * MerkleTree.HASH_BYTES, (from + width) * MerkleTree.HASH_BYTES);
    }
  }
}
