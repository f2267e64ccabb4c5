package broadside.archive;

import broadside.archive.dkim.KeyLine;
import broadside.archive.dkim.KeyRing;
import broadside.archive.release.ReleaseReader;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The keys of the releases that were asked for last, so that a page does not read the file again.
 *
 * <p><b>Threads:</b> any number at once.
 */
final class KeyRings {
  private static final int MOST = 16;

  private final Map<ReleaseReader, KeyRing> rings =
      new LinkedHashMap<>(MOST, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ReleaseReader, KeyRing> eldest) {
          return size() > MOST;
        }
      };

  /** The keys of a release. */
  synchronized KeyRing get(ReleaseReader release) throws IOException, FormatException {
    KeyRing known = rings.get(release);
    if (known == null) {
      known = KeyRing.of(KeyLine.parse(release.keyLines()));
      rings.put(release, known);
    }
    return known;
  }
}
