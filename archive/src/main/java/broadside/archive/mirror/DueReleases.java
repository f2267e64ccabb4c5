package broadside.archive.mirror;

import broadside.archive.release.CheckMonitor;
import broadside.archive.sealed.Openings;
import broadside.proof.history.History;
import java.io.IOException;
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
    return openings.open(
        history,
        newest,
        (release, box) -> {
          fetcher.shares(release, box);
          return tells || box.shares().isEnough();
        },
        monitor,
        notes);
  }
}
