package broadside.archive.mirror;

import broadside.archive.release.ReleaseSample;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A test of a mirror: with an origin of two releases, and a server of it. */
abstract class MirrorCase {
  @TempDir Path directory;
  Harbour harbour;
  ReleaseSample origin;
  FileServer server;

  /** Makes the origin, and serves it. */
  final void serve(int editors, int threshold, boolean isWitnessed) throws IOException {
    harbour = new Harbour(directory);
    origin = harbour.origin(editors, threshold, isWitnessed);
    server = harbour.serve("origin");
  }

  @AfterEach
  void close() {
    harbour.close();
  }
}
