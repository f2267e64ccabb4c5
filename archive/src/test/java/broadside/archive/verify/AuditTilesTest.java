package broadside.archive.verify;

import broadside.archive.log.Tree;
import broadside.archive.release.ReleaseSample;
import broadside.archive.verify.Finding.Kind;
import broadside.proof.log.Tile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log of three levels of tiles, most of whose entries count for nothing. */
@Tag("slow")
class AuditTilesTest {
  @TempDir private Path directory;

  @Test
  void namesATileOfEachLevelThatIsAnother() throws IOException {
    ReleaseSample sample = ReleaseSample.in(directory);
    sample.release("One", 1);
    sample.log().append(Collections.nCopies(Tile.FULL * Tile.FULL, new byte[0]));
    for (Tile tile :
        new Tile[] {
          new Tile(0, 1, Tile.FULL),
          new Tile(0, Tile.FULL, 2),
          new Tile(1, 0, Tile.FULL),
          new Tile(2, 0, 1)
        }) {
      Path file = directory.resolve(tile.path());
      Tree.flip(file, tile.bytes() / 2);
      AuditTest.found(directory, Kind.FORGED, tile.path());
      Tree.flip(file, tile.bytes() / 2);
    }
    AuditTest.found(directory, Kind.NOTE, "Entry 65537 of the log counts for nothing");
  }
}
