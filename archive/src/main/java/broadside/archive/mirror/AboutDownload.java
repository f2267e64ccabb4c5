package broadside.archive.mirror;

import broadside.archive.About;
import broadside.archive.release.Durable;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings what the publication says of itself, as the newest release names it.
 *
 * <p>A publisher may edit it between releases; what no release names is not shown.
 *
 * <p><b>Threads:</b> one.
 */
record AboutDownload(
    Fetcher fetcher, MirrorLimits limits, Sources sources, Staging staging, List<String> notes) {
  /** Where the file lies below the public directory. */
  static final String FILE = "about";

  /** A site has its page under the name that the file has with a server of files. */
  private static final List<String> PATHS = List.of("about.txt", FILE);

  /** True where the file that is held is the one that a release names. */
  static boolean isHeld(ReleaseStatement newest, Path held) throws IOException {
    return Files.exists(held)
        && Files.size(held) <= About.FILE_BYTES
        && SignedText.sha256Hex(Files.readAllBytes(held)).equals(newest.about());
  }

  /**
   * Brings it into the staging directory where the one that is held is another.
   *
   * @param newest release that is open, or null
   * @param held the file that is held, which need not be there
   */
  void stage(Claim claim, @Nullable ReleaseStatement newest, Path held) throws IOException {
    if (newest == null) { // all are sealed: none names it yet
      putOrigin(claim, held);
      return;
    }
    if (isHeld(newest, held)) {
      return;
    }
    About about = fetch(sources.beginningWith(claim.upstream()), newest);
    if (about == null) {
      putOrigin(claim, held);
    } else {
      staging.putAbout(about);
    }
  }

  /** Brings it in the place of one that is held and that the newest release does not name. */
  void renew(ReleaseStatement newest, Path held) throws IOException {
    About about = isHeld(newest, held) ? null : fetch(sources.all(), newest);
    if (about != null) {
      Durable.replace(held, about.encode());
    }
  }

  /** The file as the first of these has it who has it, or null where nobody has, which is told. */
  private @Nullable About fetch(List<Upstream> asked, ReleaseStatement newest) throws IOException {
    for (Upstream upstream : asked) {
      try {
        return fetch(upstream, newest);
      } catch (FetchException e) {
        sources.blame(upstream, e);
      }
    }
    notes.add(
        "Nobody who was asked has the file about that release %d names. It was edited since, or it is forged: it is not shown until a release names it."
            .formatted(newest.number()));
    return null;
  }

  /** What is shown where nothing is signed yet. */
  private void putOrigin(Claim claim, Path held) throws IOException {
    if (!Files.exists(held)) {
      staging.putAbout(About.unsigned(claim.checkpoint().origin()));
    }
  }

  private About fetch(Upstream upstream, ReleaseStatement newest) throws IOException {
    for (String path : PATHS) {
      try {
        byte[] bytes = fetcher.small(upstream, path, limits.about());
        if (SignedText.sha256Hex(bytes).equals(newest.about())) {
          return About.parse(bytes);
        }
      } catch (FetchException e) {
        if (!e.isAbsent()) {
          throw e;
        }
      } catch (FormatException e) {
        throw FetchException.absent("serves a file about that cannot be read");
      }
    }
    throw FetchException.absent(
        "serves another file about than release %d names".formatted(newest.number()));
  }
}
