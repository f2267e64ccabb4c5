package broadside.cli;

import broadside.archive.log.LogDirectory;
import broadside.archive.witness.Witness;
import broadside.proof.note.SigningKey;
import broadside.site.witness.WitnessServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** Witnesses of a publication's log, as real servers. */
final class Witnesses {
  private Witnesses() {}

  /** Starts one that keeps its state in a directory; port 0 for any. */
  static WitnessServer start(
      Path directory, Path publication, SigningKey key, Clock clock, int port) throws IOException {
    var log = new LogDirectory(publication.resolve("public")).read(1).log().log();
    return WitnessServer.start(
        new Witness(Files.createDirectories(directory), key, List.of(log), clock),
        "127.0.0.1",
        port);
  }
}
