package broadside.archive.mirror;

import broadside.archive.log.CorrectionText;
import broadside.archive.log.LogDirectory;
import broadside.archive.release.Durable;
import broadside.archive.release.ReleaseException;
import broadside.proof.history.History;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings what corrections say, whose hashes the log has.
 *
 * <p><b>Threads:</b> one. <b>Failures:</b> {@link ReleaseException} where nobody has a text.
 */
record CorrectionDownload(Fetcher fetcher, Sources sources, Upstream first) {
  /**
   * Puts what {@code held} lacks into another directory.
   *
   * @return the names of what was brought, below the public directory
   */
  List<String> run(History history, LogDirectory held, Path into) throws IOException {
    List<String> brought = new ArrayList<>();
    List<String> texts =
        history.corrections().stream().map(c -> c.statement().notice()).distinct().toList();
    for (String sha256 : texts) {
      String path = CorrectionText.path(sha256);
      if (!isHeld(held, sha256)) {
        Path file = into.resolve(path);
        Durable.createDirectoryOf(file);
        Durable.replace(file, fetch(path, sha256));
        brought.add(path);
      }
    }
    return brought;
  }

  private static boolean isHeld(LogDirectory held, String sha256) throws IOException {
    try {
      String _ = held.correction(sha256);
      return true;
    } catch (ReleaseException e) {
      return false;
    }
  }

  private byte[] fetch(String path, String sha256) throws IOException {
    for (Upstream upstream : sources.beginningWith(first)) {
      try {
        byte[] text = fetcher.small(upstream, path, CorrectionText.BYTES);
        if (SignedText.sha256Hex(text).equals(sha256)) {
          return text;
        }
        throw FetchException.forged("serves another %s than the one signed".formatted(path));
      } catch (FetchException e) {
        sources.blame(upstream, e);
      }
    }
    throw ReleaseException.missing("Nobody who was asked has %s as it is signed.".formatted(path));
  }
}
