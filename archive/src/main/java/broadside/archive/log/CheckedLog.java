package broadside.archive.log;

import broadside.archive.release.ReleaseException;
import broadside.archive.sealed.LocalOpening;
import broadside.proof.history.History;
import broadside.proof.history.SealedRelease;
import broadside.proof.log.Checkpoint;
import broadside.proof.log.Tile;
import broadside.proof.log.TiledTree;
import broadside.proof.merkle.MerkleTree;
import broadside.proof.note.SignedNote;
import broadside.proof.policy.LogPolicy;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A log as it is at one checkpoint: signed, cosigned by a quorum of the newest policy's witnesses,
 * and with all of its entries judged.
 *
 * @param history what the entries add up to, with the sealed releases that are open here without
 *     the log; never changed again
 * @param note the checkpoint with its signatures
 * @param seen the checkpoint, and when witnesses saw it
 */
public record CheckedLog(History history, SignedNote note, LogPolicy.Seen seen) {

  /**
   * The log in a directory.
   *
   * @throws ReleaseException where there is none, or it does not hold
   */
  public static CheckedLog open(LogDirectory log) throws IOException {
    SignedNote note = note(log);
    try {
      // First of all its signature: what an unsigned size seems to lack is not missing.
      Checkpoint claimed = Checkpoint.of(note, log.read(1).log().log());
      if (claimed.size() == 0) {
        throw new FormatException("it has no entry");
      }
      byte[] first = log.entries(Tile.bundle(0, claimed.size())).getFirst();
      History history = History.begin(first, log);
      return checked(log, history, note, claimed, 0);
    } catch (FormatException e) {
      throw new ReleaseException("The log cannot be trusted: " + e.getMessage() + ".");
    }
  }

  /**
   * The log in a directory as it is now; this one where nothing is new and nothing was opened.
   *
   * @throws ReleaseException where it does not hold, or does not extend this one
   */
  public CheckedLog next(LogDirectory log) throws IOException {
    SignedNote newest = note(log);
    if (newest.equals(note)) {
      return opened(log);
    }
    try {
      Checkpoint claimed = Checkpoint.of(newest, history.policies().newest().log().log());
      Checkpoint before = seen.checkpoint();
      if (claimed.size() < before.size()
          || !Arrays.equals(new TiledTree(before.size(), log).root(), before.root())) {
        throw new FormatException(
            "it does not extend the one of %d entries that was there before"
                .formatted(before.size()));
      }
      return checked(log, history.copy(), newest, claimed, before.size());
    } catch (FormatException e) {
      throw new ReleaseException("The log cannot be trusted: " + e.getMessage() + ".");
    }
  }

  /** Adds the entries from {@code history.size()} on, and compares those from {@code from} on. */
  private static CheckedLog checked(
      LogDirectory log, History history, SignedNote note, Checkpoint claimed, long from)
      throws IOException, FormatException {
    TiledTree tree = new TiledTree(claimed.size(), log);
    if (!Arrays.equals(tree.root(), claimed.root())) {
      throw new FormatException("its tiles are not those that its checkpoint signs");
    }
    log.forEachEntry(
        from,
        claimed.size(),
        (index, entry) -> {
          if (!Arrays.equals(tree.leaf(index), MerkleTree.leaf(entry))) {
            throw new ReleaseException("The log is damaged: entry " + index + " is another.");
          }
          if (index >= history.size()) {
            add(history, entry);
          }
        });
    boolean _ = open(history, openings(log, history));
    return new CheckedLog(history, note, history.policies().newest().log().check(note));
  }

  /** This log, where sealed releases were opened since that it does not speak of. */
  private CheckedLog opened(LogDirectory log) throws IOException {
    List<LocalOpening> openings = openings(log, history);
    if (openings.isEmpty()) {
      return this; // mostly: a history is copied where something is new
    }
    History opened = history.copy();
    return open(opened, openings) ? new CheckedLog(opened, note, seen) : this;
  }

  /** What is known here of openings of which the history does not know. */
  private static List<LocalOpening> openings(LogDirectory log, History history) throws IOException {
    List<LocalOpening> openings = new ArrayList<>();
    for (SealedRelease seal : history.sealedReleases()) {
      LocalOpening opening =
          seal.isOpen() || seal.isVoid() ? null : opening(log, seal.sealed().statement().number());
      if (opening != null) {
        openings.add(opening);
      }
    }
    return openings;
  }

  /** Takes for open what was sealed so; true where there is something. */
  private static boolean open(History history, List<LocalOpening> openings) {
    boolean isOpened = false;
    for (LocalOpening opening : openings) {
      try {
        history.open(
            opening.release().encode(),
            opening.saltBytes(),
            Math.min(opening.entries(), history.size()));
        isOpened = true;
      } catch (FormatException e) {
        // it is not what was sealed, or was void by then: nobody is shown it
      }
    }
    return isOpened;
  }

  /** What is known of an opening, or null: one that is damaged holds up no other release. */
  private static @Nullable LocalOpening opening(LogDirectory log, int number) throws IOException {
    try {
      return log.opening(number);
    } catch (ReleaseException e) {
      return null; // whoever has the parts and the shares opens it once more
    }
  }

  private static void add(History history, byte[] entry) throws IOException {
    try {
      history.add(entry);
    } catch (ReleaseException | FileSystemException e) {
      throw e; // the texts of a policy cannot be had
    } catch (IOException e) {
      throw new ReleaseException(String.valueOf(e.getMessage())); // they are others
    }
  }

  private static SignedNote note(LogDirectory log) throws IOException {
    SignedNote note = log.checkpoint();
    if (note == null) {
      throw ReleaseException.missing(
          "There is no checkpoint: this is no publication that is signed, or its first step was cut off.");
    }
    return note;
  }
}
