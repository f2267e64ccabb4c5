package broadside.archive.mirror;

import broadside.archive.log.CheckedLog;
import broadside.proof.log.Checkpoint;
import broadside.proof.log.TileReader;
import broadside.proof.note.SignedNote;
import broadside.proof.policy.LogPolicy;
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
  /** Whose log it is that another contradicts. */
  static final String HELD = "held here";

  /** Whose log it is that another contradicts. */
  static final String OTHERS = "that others show";

  /** Whose log it is that another contradicts. */
  static final String VERIFIED = "that was verified here before";

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
   * @param whose says whose log it is
   */
  void find(List<Claim> claims, TileReader tiles, CheckedLog log, String whose) throws IOException {
    Checkpoint checkpoint = log.seen().checkpoint();
    for (Claim claim : claims) {
      if (claim.checkpoint().origin().equals(checkpoint.origin())
          && claim.checkpoint().size() <= checkpoint.size()
          && sources.isGood(claim.upstream())
          && !claim.isWithin(tiles, checkpoint.size())) {
        add(claim, log, whose);
      }
    }
  }

  /** Remembers that a claim and a log at hand exclude each other. */
  void add(Claim claim, CheckedLog log, String whose) throws IOException {
    add(claim, log.note(), log.seen().checkpoint(), log.history().policies().checkpoints(), whose);
  }

  /** The same, of a checkpoint that is at hand, under this policy. */
  void add(Claim claim, SignedNote note, Checkpoint checkpoint, LogPolicy policy, String whose)
      throws IOException {
    boolean hasQuorum = claim.hasQuorum(policy);
    String sentence =
        "%s shows a log of %d entries that contradicts the one of %d entries %s: %s."
            .formatted(
                claim.upstream(),
                claim.checkpoint().size(),
                checkpoint.size(),
                whose,
                hasQuorum
                    ? "the log's key has signed both (it is stolen, or the origin was restored from an old copy and went on), and nothing new is taken until you have asked the publisher"
                    : "the log's key has signed both, and a quorum of witnesses only the one here");
    keep(claim.upstream(), note, claim.note(), sentence, hasQuorum);
  }

  /** Blames an upstream; where what it shows is forged, its checkpoint is kept. */
  void refuse(Claim claim, FetchException why) throws IOException {
    Fault fault = why.by(claim.upstream());
    if (fault.kind() == Fault.Kind.FORGED) {
      keepRefused(claim, fault.sentence());
    }
    sources.blame(fault);
  }

  /**
   * Keeps a checkpoint that is not taken, where the log's key has signed it: it may be the only
   * trace of a key that is stolen.
   */
  void keepRefused(Claim claim, String sentence) throws IOException {
    if (claim.isOfSuccessor()) {
      return; // whose key has signed it is not known
    }
    Path kept = Evidence.keepRefused(directory, claim.note(), sentence);
    notes.add(
        kept == null
            ? "The checkpoint that was refused is not kept: %s is full."
                .formatted(directory.resolve(Evidence.REFUSED))
            : "The checkpoint that was refused, which the log's key has signed, is kept in %s."
                .formatted(kept));
  }

  /**
   * Keeps two checkpoints that exclude each other.
   *
   * @param sentence what they are
   * @param opens true where nothing new may be taken
   */
  void keep(Upstream upstream, SignedNote held, SignedNote other, String sentence, boolean opens)
      throws IOException {
    Path evidence = Evidence.keep(directory, held, other, sentence);
    notes.add("Both signed checkpoints are kept in " + evidence + ".");
    sources.blame(new Fault(upstream, Fault.Kind.CONTRADICTION, sentence));
    isOpen |= opens;
  }
}
