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
    return Arrays.copyOf(served(tile), tile.bytes());
  }

  private byte[] served(Tile tile) throws IOException {
    int most = Tile.FULL * MerkleTree.HASH_BYTES;
    try {
      return fetcher.small(upstream, directory + tile.path(), most);
    } catch (FetchException e) {
      if (!e.isAbsent() || tile.width() == Tile.FULL) {
        throw e;
      }
    }
    return fetcher.small(upstream, directory + tile.full().path(), most);
  }
}
