package broadside.archive.sealed;

import broadside.archive.release.CheckMonitor;
import broadside.archive.release.ReleaseException;
import broadside.proof.history.History;
import broadside.proof.history.SealedRelease;
import broadside.proof.statement.SealedStatement;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The sealed releases of a public directory, whoever keeps it: takes custodians' notes, and opens
 * what is due once there are enough shares.
 *
 * <p><b>Threads:</b> one; the caller keeps other processes from opening in the same directory.
 */
public final class Openings {
  private final Path publicDirectory;
  private final Opener opener;
  private final Clock clock;

  /**
   * The openings of a public directory.
   *
   * @param aside on the same file system, where no reader sees it
   * @param clock by which releases are due
   */
  public Openings(Path publicDirectory, Path aside, Clock clock) {
    this.publicDirectory = publicDirectory;
    this.opener = new Opener(publicDirectory, aside);
    this.clock = clock;
  }

  /** The notes that lie here of a release's custodians. */
  public NoteBox box(SealedRelease release) throws IOException {
    SealedStatement seal = release.sealed().statement();
    return NoteBox.open(seal, SealedDirectory.of(publicDirectory, seal.number()));
  }

  /**
   * Puts a custodian's note, a receipt or a share, among those of the release that it names.
   *
   * @param carried the note, or a mail in which it was pasted
   * @return what became of it: {@link NoteBox.Taken#NOTHING} where it is of no release here
   */
  public NoteBox.Taken take(History history, byte[] carried) throws IOException {
    for (byte[] note : CarriedNote.readings(carried)) {
      SealedRelease release = history.sealedRelease(NoteBox.number(note));
      if (release != null) {
        NoteBox.Taken taken = box(release).add(note, release, clock.instant());
        if (taken != NoteBox.Taken.NOTHING) {
          return taken;
        }
      }
    }
    return NoteBox.Taken.NOTHING;
  }

  /** The releases whose hour has come and that are still closed. */
  public List<SealedRelease> due(History history) {
    Instant now = clock.instant();
    return history.sealedReleases().stream()
        .filter(r -> !r.isOpen() && !r.isVoid() && !now.isBefore(r.due()))
        .toList();
  }

  /**
   * The same, without those that a newer history of the same log puts off or takes back. What that
   * says is open and is closed here is due.
   */
  public List<SealedRelease> due(History history, History newest) {
    Instant now = clock.instant();
    return due(history).stream()
        .filter(release -> {
          SealedRelease later = newest.sealedRelease(release.sealed().statement().number());
          return later == null || (!later.isVoid() && !now.isBefore(later.due()));
        })
        .toList();
  }

  /** Looks for more notes of a release that is due, before it is opened. */
  @FunctionalInterface
  public interface Search {
    /** Goes by what lies here. */
    Search NONE = (release, box) -> true;

    /**
     * Puts what it finds into the box.
     *
     * @return true where it is opened then, or told what is missing
     */
    boolean fill(SealedRelease release, NoteBox box) throws IOException;
  }

  /**
   * Opens what is due and has enough shares. A release that this machine cannot open, for want of
   * space say, is told and keeps no other back.
   *
   * @param newest that was verified: what it puts off or takes back is not opened
   * @param notes receives sentences for the operator
   * @return the numbers of the releases that are open now
   * @throws InterruptedIOException where the monitor cancelled
   */
  public List<Integer> open(
      History history, History newest, Search search, CheckMonitor monitor, List<String> notes)
      throws InterruptedIOException {
    List<Integer> opened = new ArrayList<>();
    for (SealedRelease release : due(history, newest)) {
      int number = release.sealed().statement().number();
      try {
        NoteBox box = box(release);
        if (search.fill(release, box) && open(history, release, box, monitor, notes)) {
          opened.add(number);
        }
      } catch (InterruptedIOException e) {
        throw e;
      } catch (IOException e) {
        notes.add(
            "Release %d has been due since %s and cannot be opened on this machine: %s. It is tried again."
                .formatted(number, SignedText.time(release.due()), e.getMessage()));
      }
    }
    return opened;
  }

  /** Opens a release that is due, if there are enough shares in its box; true where it is open. */
  private boolean open(
      History history, SealedRelease release, NoteBox box, CheckMonitor monitor, List<String> notes)
      throws IOException {
    SealedStatement seal = release.sealed().statement();
    ShareBox shares = box.shares();
    for (String name : shares.shamed()) {
      notes.add(
          "The share of release %d that %s has signed is bad; it is kept as evidence."
              .formatted(seal.number(), name));
    }
    if (!shares.isEnough()) {
      notes.add(
          "Release %d has been due since %s and has %d of %d shares; missing: %s."
              .formatted(
                  seal.number(),
                  SignedText.time(release.due()),
                  shares.good().size(),
                  seal.threshold(),
                  String.join(", ", shares.missing())));
      return false;
    }
    try {
      LocalOpening _ = opener.open(history, seal.number(), shares, clock.instant(), monitor);
      return true;
    } catch (ReleaseException e) {
      notes.add(String.valueOf(e.getMessage()));
      return false;
    }
  }
}
