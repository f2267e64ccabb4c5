package broadside.archive.mirror;

import broadside.archive.release.CheckMonitor;
import broadside.archive.sealed.NoteBox;
import broadside.archive.sealed.Openings;
import broadside.proof.history.History;
import broadside.proof.history.SealedRelease;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Opens the sealed releases that are due, as soon as upstreams have enough shares. What is held
 * decides, whatever upstreams show: who has stolen the log's key must not be able to keep a release
 * closed.
 *
 * <p><b>Threads:</b> one; the mirror's lock is held.
 */
record DueReleases(
    Openings openings, NoteFetcher fetcher, CheckMonitor monitor, List<String> notes) {
  /**
   * Opens what can be opened.
   *
   * @param history that is held
   * @param newest that was verified: what it holds back or takes back is not opened
   * @param tells true where it is told which shares are missing
   * @return the numbers of the releases that are open now
   */
  List<Integer> open(History history, History newest, boolean tells) throws IOException {
    List<Integer> opened = new ArrayList<>();
    for (SealedRelease release : openings.due(history, newest)) {
      NoteBox box = openings.box(release);
      fetcher.shares(release, box);
      if ((tells || box.shares().isEnough())
          && openings.open(history, release, box, monitor, notes)) {
        opened.add(release.sealed().statement().number());
      }
    }
    return opened;
  }
}
