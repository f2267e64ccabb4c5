package broadside.site.answers;

import broadside.archive.sealed.NoteBox;
import broadside.archive.sealed.SealedDirectory;
import broadside.proof.history.SealedRelease;
import broadside.proof.statement.SealedStatement;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The notes of custodians that lie in a public directory, in memory once they were checked: a note
 * that nobody of the seal has signed costs one look at it, whoever sends it how often.
 *
 * <p><b>Threads:</b> shared by all; one note is judged at a time, so that those who send many keep
 * one processor busy at most.
 */
final class NoteBoxes {
  private static final Logger LOG = LoggerFactory.getLogger(NoteBoxes.class);

  private final Path directory;
  private final ConcurrentMap<Integer, NoteBox> boxes = new ConcurrentHashMap<>();
  private final Set<Integer> unreadable = ConcurrentHashMap.newKeySet();
  private final ReentrantLock judging = new ReentrantLock();

  /** Guarded by the lock: said once, not for every note that comes. */
  private boolean isUnwritten;

  /** The boxes of a public directory, each opened when it is asked for. */
  NoteBoxes(Path directory) {
    this.directory = directory;
  }

  /** Where a sealed release lies. */
  SealedDirectory directory(int release) {
    return SealedDirectory.of(directory, release);
  }

  /** The notes that lie there now, or null where they cannot be read; the operator is told so. */
  @Nullable NoteBox newest(SealedStatement seal) {
    try {
      NoteBox box = open(seal);
      box.refresh();
      unreadable.remove(seal.number());
      return box;
    } catch (IOException e) {
      if (unreadable.add(seal.number())) {
        LOG.warn("The notes on sealed release {} cannot be read: {}", seal.number(), e.toString());
      }
      return boxes.get(seal.number());
    }
  }

  /**
   * Takes a note and keeps it, if it says something.
   *
   * @throws IOException where the directory cannot be read or written; the operator is told so
   */
  NoteBox.Taken add(SealedRelease release, byte[] note, Instant now) throws IOException {
    judging.lock();
    try {
      NoteBox.Taken taken = open(release.sealed().statement()).add(note, release, now);
      isUnwritten = false;
      return taken;
    } catch (IOException e) {
      if (!isUnwritten) {
        isUnwritten = true;
        LOG.warn("A custodian's note cannot be kept: {}", e.toString());
      }
      throw e;
    } finally {
      judging.unlock();
    }
  }

  private NoteBox open(SealedStatement seal) throws IOException {
    NoteBox known = boxes.get(seal.number());
    if (known == null) {
      NoteBox opened = NoteBox.open(seal, directory(seal.number()));
      NoteBox other = boxes.putIfAbsent(seal.number(), opened);
      known = other == null ? opened : other;
    }
    return known;
  }
}
