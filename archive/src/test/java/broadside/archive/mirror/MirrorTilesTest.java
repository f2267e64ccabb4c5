package broadside.archive.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.mirror.MirrorReport.Outcome;
import broadside.archive.release.CheckMonitor;
import broadside.proof.log.Tile;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * An upstream with a tile that is not the log's: a mirror computes its own from the entries, and
 * names it once it is asked to compare.
 */
@Tag("slow")
class MirrorTilesTest extends MirrorCase {
  @BeforeEach
  void publish() throws IOException {
    serve(2, 2, true);
  }

  @Test
  void anotherTileOfEachLevelHarmsNobodyAndIsNamed() throws IOException {
    int full = Tile.FULL * Tile.FULL;
    origin.log().append(Collections.nCopies(full, new byte[0]));
    List<Tile> tiles =
        List.of(
            new Tile(0, 0, Tile.FULL),
            new Tile(0, Tile.FULL, 3),
            new Tile(1, 0, Tile.FULL),
            new Tile(2, 0, 1));
    assertThat(Tile.of(full + 3)).containsAll(tiles);
    for (Tile tile : tiles) {
      serveAnother(tile);
    }
    MirrorReport first = sync(false, server);
    assertThat(first.outcome()).isEqualTo(Outcome.UPDATED);
    assertThat(first.faults()).isEmpty();
    for (Tile tile : tiles) {
      assertThat(harbour.path("mirror/public").resolve(tile.path()))
          .hasBinaryContent(harbour.origin(tile.path()));
    }
    FileServer honest = harbour.serve("origin");
    for (Tile tile : tiles) {
      server.behave();
      serveAnother(tile);
      MirrorReport report = sync(true, server, honest);
      assertThat(report.outcome()).isEqualTo(Outcome.CURRENT);
      assertThat(report.faults())
          .extracting(Fault::sentence)
          .containsExactly(
              "%s serves another %s than the log's entries give."
                  .formatted(server.upstream(), tile.path()));
    }
    harbour.assertMirrors(2);
  }

  private void serveAnother(Tile tile) throws IOException {
    byte[] bytes = harbour.origin(tile.path());
    bytes[bytes.length / 2] ^= 1;
    server.answer(tile.path(), FileServer.body(bytes));
  }

  @Test
  void tileWithMoreThanItsHashesIsTold() throws IOException {
    byte[] longer = Arrays.copyOf(harbour.origin("tile/0/000.p/3"), 4 * 32);
    server.answer("tile/0/000.p/3", FileServer.body(longer));
    assertThat(sync(true, server).faults())
        .extracting(Fault::sentence)
        .containsExactly(
            server.upstream() + " serves tile/0/000.p/3 with 128 bytes where it has 96.");
  }

  /** Takes the log whatever of it counts for nothing. */
  private MirrorReport sync(boolean tiles, FileServer... upstreams) throws IOException {
    return new Mirror(
            harbour
                .options(upstreams)
                .withTiles(tiles)
                .withLimits(Harbour.LIMITS.withVoidBytes(Long.MAX_VALUE)))
        .sync(CheckMonitor.NONE);
  }
}
