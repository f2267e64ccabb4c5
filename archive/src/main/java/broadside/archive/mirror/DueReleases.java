package broadside.archive.mirror;

import broadside.archive.release.CheckMonitor;
import broadside.archive.release.ReleaseException;
import broadside.archive.sealed.LocalOpening;
import broadside.archive.sealed.NoteBox;
import broadside.archive.sealed.Opener;
import broadside.archive.sealed.SealedDirectory;
import broadside.archive.sealed.ShareBox;
import broadside.proof.history.History;
import broadside.proof.history.SealedRelease;
import broadside.proof.statement.SealedStatement;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Opens the sealed releases that are due, as soon as there are enough shares. What is held decides,
 * whatever upstreams show: who has stolen the log's key must not be able to keep a release closed.
 *
 * <p><b>Threads:</b> one; the mirror's lock is held.
 */
record DueReleases(
    MirrorOptions options,
    SealedDownload sealed,
    Staging staging,
    CheckMonitor monitor,
    List<String> notes) {
  /**
   * Opens what can be opened.
   *
   * @return the numbers of the releases that are open now
   */
  List<Integer> open(History history) throws IOException {
    Instant now = options.clock().instant();
    List<Integer> opened = new ArrayList<>();
    for (SealedRelease release : history.sealedReleases()) {
      if (!release.isOpen()
          && !release.isVoid()
          && !now.isBefore(release.due())
          && open(history, release, now)) {
        opened.add(release.sealed().statement().number());
      }
    }
    return opened;
  }

  private boolean open(History history, SealedRelease release, Instant now) throws IOException {
    Path target = options.directory().resolve("public");
    SealedStatement seal = release.sealed().statement();
    NoteBox box = NoteBox.open(seal, SealedDirectory.of(target, seal.number()));
    for (String name : sealed.shares(release, box, now)) {
      notes.add(
          "The share of release %d that %s has signed is bad; it is kept as evidence."
              .formatted(seal.number(), name));
    }
    ShareBox shares = box.shares();
    if (!shares.isEnough()) {
      notes.add(
          "Release %d is due since %s and has %d of %d shares; missing: %s."
              .formatted(
                  seal.number(),
                  SignedText.time(release.due()),
                  shares.good().size(),
                  seal.threshold(),
                  String.join(", ", shares.missing())));
      return false;
    }
    try {
      LocalOpening _ =
          new Opener(target, staging.opening()).open(history, seal.number(), shares, now, monitor);
      return true;
    } catch (ReleaseException e) {
      notes.add(String.valueOf(e.getMessage()));
      return false;
    }
  }
}
