package broadside.archive.mirror;

import broadside.proof.history.History;
import broadside.proof.history.VoidEntry;
import java.util.List;

/** What is told of entries that count for nothing: they may be the first trace of a stolen key. */
final class VoidNotes {
  /** So many are told one by one. */
  private static final int MOST = 4;

  private VoidNotes() {}

  /** Sentences on those of the log from this entry on. */
  static List<String> since(long first, History history) {
    List<VoidEntry> voids =
        history.voids().stream().filter(entry -> entry.index() >= first).toList();
    if (voids.size() <= MOST) {
      return voids.stream().map(VoidEntry::sentence).toList();
    }
    return List.of(
        voids.getFirst().sentence(),
        "So do %d later ones that are new; broadside verify lists them."
            .formatted(voids.size() - 1));
  }
}
