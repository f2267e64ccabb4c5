package broadside.archive.log;

import broadside.archive.log.LogDirectory.EntryVisitor;
import broadside.archive.release.ReleaseException;
import broadside.archive.sealed.LocalOpening;
import broadside.proof.history.ChainedLog;
import broadside.proof.history.History;
import broadside.proof.history.PolicyChain;
import broadside.proof.history.SealedRelease;
import broadside.proof.log.Checkpoint;
import broadside.proof.log.Tile;
import broadside.proof.log.TiledTree;
import broadside.proof.merkle.MerkleTree;
import broadside.proof.note.SignedNote;
import broadside.proof.note.VerifierKey;
import broadside.proof.policy.LogPolicy;
import broadside.proof.policy.Roles;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A log as it is at one checkpoint: signed, cosigned by a quorum of the newest policy's witnesses,
 * and with all of its entries judged, and those of the logs that it continues.
 *
 * @param history what the entries add up to, with the sealed releases that are open here without
 *     the log; never changed again
 * @param note the checkpoint with its signatures
 * @param seen the checkpoint, and when witnesses saw it
 */
public record CheckedLog(History history, SignedNote note, LogPolicy.Seen seen) {

  /**
   * The log in a directory, with those that it continues.
   *
   * @throws ReleaseException where there is none, or it does not hold
   */
  public static CheckedLog open(LogDirectory log) throws IOException {
    SignedNote note = note(log);
    try {
      History history = null;
      Checkpoint end = null;
      VerifierKey key = log.read(1).log().log();
      int number = 1;
      for (; !isOf(note, key) && log.hasPredecessor(number); number++) {
        LogDirectory files = log.log(number);
        SignedNote last = note(files);
        Checkpoint claimed = Checkpoint.of(last, key);
        history = begun(files, history, end, claimed);
        LogPolicy.Seen _ = history.policies().checkpoints().check(last);
        end = claimed;
        key = successor(history.policies());
      }
      // First of all its signature: what an unsigned size seems to lack is not missing.
      Checkpoint claimed = Checkpoint.of(note, key);
      history = begun(log.log(number), history, end, claimed);
      boolean _ = open(history, openings(log, history));
      return new CheckedLog(history, note, history.policies().checkpoints().check(note));
    } catch (FormatException e) {
      throw untrusted(e);
    }
  }

  /** What a checkpoint says of itself: its signature is looked at where it is used. */
  private static boolean isOf(SignedNote note, VerifierKey key) throws FormatException {
    return Checkpoint.parse(note.text()).origin().equals(key.name());
  }

  /** The key of the log that may continue one that was read to its end. */
  public static VerifierKey successor(PolicyChain policies) throws FormatException {
    Roles.Successor next = policies.newest().roles().successor();
    if (next == null) {
      throw new FormatException(
          "policy %d, which is in force, names no successor of the log %s"
              .formatted(policies.newest().version(), policies.checkpoints().log().name()));
    }
    return next.key();
  }

  /** The history with all entries of the next log, or with those of the first. */
  private static History begun(
      LogDirectory files, @Nullable History before, @Nullable Checkpoint end, Checkpoint claimed)
      throws IOException, FormatException {
    if (claimed.size() == 0) {
      throw new FormatException("it has no entry");
    }
    byte[] first = files.entries(Tile.bundle(0, claimed.size())).getFirst();
    History history = before;
    if (history == null || end == null) {
      history = History.begin(first, files);
    } else {
      history.follow(end, first);
    }
    addAll(files, history, claimed, 0);
    return history;
  }

  /**
   * The log in a directory as it is now; this one where nothing is new and nothing was opened. The
   * texts of new policies are read there too.
   *
   * @throws ReleaseException where it does not hold, or does not extend this one
   */
  public CheckedLog next(LogDirectory log) throws IOException {
    SignedNote newest = note(log);
    // as texts: the virtual machine takes long to make a record's equals when it is first asked for
    if (newest.print().equals(note.print())) {
      return opened(log);
    }
    try {
      if (!isOf(newest, history.policies().checkpoints().log())) {
        return followed(log);
      }
      LogDirectory files = log.log(number());
      Checkpoint claimed = Checkpoint.of(newest, history.policies().checkpoints().log());
      checkBefore(files, claimed.size());
      History grown = history.copy(log);
      addAll(files, grown, claimed, seen.checkpoint().size());
      boolean _ = open(grown, openings(log, grown));
      return new CheckedLog(grown, newest, grown.policies().checkpoints().check(newest));
    } catch (FormatException e) {
      throw untrusted(e);
    }
  }

  /** The log that continues this one in the same directory. */
  private CheckedLog followed(LogDirectory log) throws IOException, FormatException {
    CheckedLog next = open(log);
    List<Checkpoint> ends = next.history.policies().predecessors();
    if (ends.size() < number()) {
      throw new FormatException("it is another one than was there before");
    }
    checkBefore(log.log(number()), ends.get(number() - 1).size());
    return next;
  }

  /** Says that the tiles of a log of this size are of one that extends this one. */
  private void checkBefore(LogDirectory files, long size) throws IOException, FormatException {
    Checkpoint before = seen.checkpoint();
    if (size < before.size()
        || !Arrays.equals(new TiledTree(before.size(), files).root(), before.root())) {
      throw new FormatException(
          "it does not extend the one of %d entries that was there before"
              .formatted(before.size()));
    }
  }

  private static ReleaseException untrusted(FormatException e) {
    return new ReleaseException("The log cannot be trusted: " + e.getMessage() + ".");
  }

  /** Which log of the publication this is, from 1: it has so many predecessors and one. */
  public int number() {
    return history.policies().logs().size();
  }

  /** Which log of the publication has an entry of the history, from 1. */
  public int numberOf(long index) {
    List<ChainedLog> logs = history.policies().logs();
    int number = logs.size();
    while (number > 1 && logs.get(number - 1).first() > index) {
      number--;
    }
    return number;
  }

  /** The checkpoint at which the log of this number ends, for now or for ever. */
  public Checkpoint end(int number) {
    return number == number()
        ? seen.checkpoint()
        : history.policies().predecessors().get(number - 1);
  }

  /** The index of the first entry of the log of this number. */
  public long first(int number) {
    return history.policies().logs().get(number - 1).first();
  }

  /** Where the entry lies, below the publication's address: a bundle. */
  public String entriesPath(long index) {
    int number = numberOf(index);
    String path = Tile.bundle(index - first(number), end(number).size()).entriesPath();
    return number == number() ? path : LogDirectory.predecessor(number) + path;
  }

  /** The entries of the history from {@code from} up to, and not with, {@code to}. */
  public void forEachEntry(LogDirectory log, long from, long to, EntryVisitor visitor)
      throws IOException {
    for (int number = 1; number <= number(); number++) {
      long first = first(number);
      long size = end(number).size();
      long begin = Math.max(0, from - first);
      long stop = Math.min(size, to - first);
      if (begin < stop) {
        log.log(number)
            .forEachEntry(begin, stop, size, (index, entry) -> visitor.visit(first + index, entry));
      }
    }
  }

  /**
   * Adds the entries of the newest log that the history has not, and compares those from {@code
   * from} on.
   */
  private static void addAll(LogDirectory files, History history, Checkpoint claimed, long from)
      throws IOException, FormatException {
    TiledTree tree = new TiledTree(claimed.size(), files);
    if (!Arrays.equals(tree.root(), claimed.root())) {
      throw new FormatException("its tiles are not those that its checkpoint signs");
    }
    files.forEachEntry(
        from,
        claimed.size(),
        (index, entry) -> {
          if (!Arrays.equals(tree.leaf(index), MerkleTree.leaf(entry))) {
            throw new ReleaseException("The log is damaged: entry " + index + " is another.");
          }
          if (index >= history.newestSize()) {
            add(history, entry);
          }
        });
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

  /**
   * What is known here of openings of which the history does not know. Of a release that is void by
   * now, too: it may have been opened before.
   */
  private static List<LocalOpening> openings(LogDirectory log, History history) throws IOException {
    List<LocalOpening> openings = new ArrayList<>();
    for (SealedRelease seal : history.sealedReleases()) {
      LocalOpening opening =
          seal.isOpen() ? null : opening(log, seal.sealed().statement().number());
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
