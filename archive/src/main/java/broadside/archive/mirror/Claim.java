package broadside.archive.mirror;

import broadside.proof.log.Checkpoint;
import broadside.proof.log.Tile;
import broadside.proof.log.TileReader;
import broadside.proof.log.TiledTree;
import broadside.proof.note.SignedNote;
import broadside.proof.policy.LogPolicy;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A checkpoint that the log signed, as one upstream shows it. Who cosigned it is not looked at yet.
 *
 * @param before where the log is a successor of the one that is held: the last checkpoints of that
 *     one, which it signed, and of those between, oldest first; who signed the others, and {@code
 *     note}, is not looked at yet
 */
public record Claim(
    Upstream upstream, SignedNote note, Checkpoint checkpoint, List<SignedNote> before) {
  public Claim {
    before = List.copyOf(before);
  }

  /** True where it is of a log that continues the one that is held. */
  public boolean isOfSuccessor() {
    return !before.isEmpty();
  }

  /** True where enough witnesses have cosigned it, by this policy. */
  boolean hasQuorum(LogPolicy policy) {
    try {
      LogPolicy.Seen _ = policy.check(note);
      return true;
    } catch (FormatException e) {
      return false;
    }
  }

  /** True where another shows an earlier state. */
  boolean isAfter(Claim other) {
    return ORDER.compare(this, other) < 0;
  }

  /** The newest first. */
  static final Comparator<Claim> ORDER =
      Comparator.<Claim>comparingInt(claim -> claim.before.size())
          .thenComparingLong(claim -> claim.checkpoint.size())
          .reversed();

  /**
   * True where this checkpoint is an earlier state, or the same, of a log that is at hand.
   *
   * @param tiles of that log
   * @param size its entries, at least as many as here
   */
  public boolean isWithin(TileReader tiles, long size) throws IOException {
    return Arrays.equals(prefix(tiles, size, checkpoint.size()), checkpoint.root());
  }

  /** The root over the first {@code prefix} entries of a log of {@code size}. */
  static byte[] prefix(TileReader tiles, long size, long prefix) throws IOException {
    TileReader held =
        tile -> Arrays.copyOf(tiles.read(Tile.at(tile.level(), tile.index(), size)), tile.bytes());
    return new TiledTree(prefix, held).root();
  }
}
