package broadside.archive.mirror;

import broadside.archive.log.CheckedLog;
import broadside.proof.log.TileReader;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Checkpoints that one log signed and that cannot both be: both are kept, and whoever shows the one
 * without a quorum is at fault. Where both have theirs, nothing new may be taken.
 *
 * <p><b>Threads:</b> one.
 */
final class Contradictions {
  private final Path directory;
  private final Sources sources;
  private final List<String> notes;
  private boolean isOpen;

  /**
   * None as yet.
   *
   * @param directory the mirror's
   * @param notes is told where evidence is kept
   */
  Contradictions(Path directory, Sources sources, List<String> notes) {
    this.directory = directory;
    this.sources = sources;
    this.notes = notes;
  }

  /** True where two states exclude each other and neither is alone with its quorum. */
  boolean isOpen() {
    return isOpen;
  }

  /**
   * Finds the claims that are no larger than a log at hand, and of another one.
   *
   * @param tiles of that log
   * @param whose says whose log it is, such as "held here"
   */
  void find(List<Claim> claims, TileReader tiles, CheckedLog log, String whose) throws IOException {
    long size = log.seen().checkpoint().size();
    for (Claim claim : claims) {
      if (claim.checkpoint().size() <= size
          && sources.isGood(claim.upstream())
          && !claim.isWithin(tiles, size)) {
        add(claim, log, whose);
      }
    }
  }

  /** Remembers that a claim and a log at hand exclude each other. */
  void add(Claim claim, CheckedLog log, String whose) throws IOException {
    boolean hasQuorum = hasQuorum(claim, log);
    String sentence =
        "%s shows a log of %d entries that contradicts the one of %d entries %s: %s."
            .formatted(
                claim.upstream(),
                claim.checkpoint().size(),
                log.seen().checkpoint().size(),
                whose,
                hasQuorum
                    ? "the log's key has signed both (it is stolen, or the origin was restored from an old copy and went on), and nothing new is taken until you have asked the publisher"
                    : "the log's key has signed both, and a quorum of witnesses only the one here");
    Path evidence = Evidence.keep(directory, log.note(), claim.note(), sentence);
    notes.add("Both signed checkpoints are kept in " + evidence + ".");
    sources.blame(new Fault(claim.upstream(), Fault.Kind.CONTRADICTION, sentence));
    isOpen |= hasQuorum;
  }

  private static boolean hasQuorum(Claim claim, CheckedLog log) {
    try {
      log.history().policies().newest().log().check(claim.note());
      return true;
    } catch (FormatException e) {
      return false;
    }
  }
}
