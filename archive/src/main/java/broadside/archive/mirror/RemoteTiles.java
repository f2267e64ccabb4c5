package broadside.archive.mirror;

import broadside.proof.log.Tile;
import broadside.proof.log.TileReader;
import broadside.proof.merkle.MerkleTree;
import java.io.IOException;
import java.util.Arrays;

/**
 * The tiles that an upstream serves; not trusted.
 *
 * <p><b>Threads:</b> shared by all. <b>Failures:</b> {@link FetchException} for what it did.
 *
 * @param directory of the log, below the address; "" or with a slash at its end
 */
record RemoteTiles(Fetcher fetcher, Upstream upstream, String directory) implements TileReader {
  /** The tile, or the beginning of the full one in its place. */
  @Override
  public byte[] read(Tile tile) throws IOException {
    try {
      return served(tile);
    } catch (FetchException e) {
      if (!e.isAbsent() || tile.width() == Tile.FULL) {
        throw e;
      }
    }
    return Arrays.copyOf(served(tile.full()), tile.bytes());
  }

  /** A tile from its own file, which has its bytes and no others. */
  private byte[] served(Tile tile) throws IOException {
    String path = directory + tile.path();
    byte[] bytes = fetcher.small(upstream, path, Tile.FULL * MerkleTree.HASH_BYTES);
    if (bytes.length != tile.bytes()) {
      throw FetchException.forged(
          "serves %s with %d bytes where it has %d".formatted(path, bytes.length, tile.bytes()));
    }
    return bytes;
  }
}
