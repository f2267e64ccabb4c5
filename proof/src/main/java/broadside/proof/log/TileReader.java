package broadside.proof.log;

import java.io.IOException;

/** Where a tree's tiles come from: a directory, another machine. What it returns is not trusted. */
@FunctionalInterface
public interface TileReader {
  /**
   * The hashes of a tile, one after the other.
   *
   * @return exactly {@link Tile#bytes()} bytes
   * @throws IOException where it cannot be had
   */
  byte[] read(Tile tile) throws IOException;
}
