package broadside.archive.mirror;

import broadside.archive.log.LogDirectory;
import broadside.archive.release.Durable;
import broadside.archive.release.ReleaseException;
import broadside.proof.history.History;
import broadside.proof.statement.Enclosure;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings the files that statements name by their hashes.
 *
 * <p><b>Threads:</b> one. <b>Failures:</b> {@link ReleaseException} where nobody has one.
 */
record EnclosureDownload(Fetcher fetcher, Sources sources, Upstream first) {
  /**
   * Puts what {@code held} lacks into another directory.
   *
   * @return the names of what was brought, below the public directory
   */
  List<String> run(History history, LogDirectory held, Path into) throws IOException {
    List<String> brought = new ArrayList<>();
    for (Enclosure enclosure : history.enclosures()) {
      if (!isHeld(held, enclosure)) {
        Path file = into.resolve(enclosure.path());
        Durable.createDirectoryOf(file);
        Durable.replace(file, fetch(enclosure));
        brought.add(enclosure.path());
      }
    }
    return brought;
  }

  private static boolean isHeld(LogDirectory held, Enclosure enclosure) throws IOException {
    try {
      byte[] _ = held.enclosure(enclosure);
      return true;
    } catch (ReleaseException e) {
      return false;
    }
  }

  private byte[] fetch(Enclosure enclosure) throws IOException {
    for (Upstream upstream : sources.beginningWith(first)) {
      try {
        byte[] bytes = fetcher.whole(upstream, enclosure.path(), enclosure.kind().mostBytes());
        if (SignedText.sha256Hex(bytes).equals(enclosure.sha256())) {
          return bytes;
        }
        throw FetchException.forged(
            "serves another %s than the one signed".formatted(enclosure.path()));
      } catch (FetchException e) {
        sources.blame(upstream, e);
      }
    }
    throw ReleaseException.missing(
        "Nobody who was asked has %s as it is signed.".formatted(enclosure.path()));
  }
}
