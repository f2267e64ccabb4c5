package broadside.archive.mirror;

import broadside.archive.release.CheckMonitor;
import broadside.archive.sealed.NoteBox;
import broadside.archive.sealed.Openings;
import broadside.archive.sealed.SealedDirectory;
import broadside.proof.history.History;
import broadside.proof.history.SealedRelease;
import broadside.proof.statement.SealedStatement;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Asks others for the notes that custodians of sealed releases have given them: receipts, and once
 * they are due, shares. A note proves itself; who has none, or nothing good, is passed over, and
 * who gives no answer is not asked again.
 *
 * <p><b>Threads:</b> one. <b>Failures:</b> {@link java.io.InterruptedIOException} where the work
 * was stopped; {@link IOException} where a note cannot be kept.
 */
public final class NoteFetcher implements Closeable {
  private final Fetcher fetcher;
  private final List<Upstream> upstreams;
  private final Clock clock;
  private final Set<Upstream> silent = new HashSet<>();

  NoteFetcher(Fetcher fetcher, List<Upstream> upstreams, Clock clock) {
    this.fetcher = fetcher;
    this.upstreams = List.copyOf(upstreams);
    this.clock = clock;
  }

  /** One that asks these, within a mirror's limits. */
  public static NoteFetcher of(List<Upstream> upstreams, Clock clock, CheckMonitor monitor) {
    return new NoteFetcher(
        new Fetcher(MirrorLimits.DEFAULT, monitor::isCancelled), upstreams, clock);
  }

  /** Gathers what is missing of all sealed releases, into the boxes of a public directory. */
  public void gather(History history, Openings openings) throws IOException {
    for (SealedRelease release : history.sealedReleases()) {
      if (SealedDirectory.isKept(release)) {
        NoteBox box = openings.box(release);
        receipts(release, box);
        if (!clock.instant().isBefore(release.due())) {
          shares(release, box);
        }
      }
    }
  }

  /** Gathers shares of a release that is due, until there are enough. */
  void shares(SealedRelease release, NoteBox box) throws IOException {
    int custodians = release.sealed().statement().shares().size();
    for (Upstream upstream : upstreams) {
      for (int i = 1; i <= custodians && !box.shares().isEnough(); i++) {
        if (!box.shares().has(i)) {
          take(upstream, release, SealedDirectory.publishedName(i), box);
        }
      }
    }
  }

  private void receipts(SealedRelease release, NoteBox box) throws IOException {
    int custodians = release.sealed().statement().shares().size();
    for (Upstream upstream : upstreams) {
      for (int i = 1; i <= custodians; i++) {
        if (!release.receipts().containsKey(i) && !box.hasReceipt(i)) {
          take(upstream, release, SealedDirectory.receiptName(i), box);
        }
      }
    }
  }

  private void take(Upstream upstream, SealedRelease release, String name, NoteBox box)
      throws IOException {
    if (silent.contains(upstream)) {
      return;
    }
    SealedStatement seal = release.sealed().statement();
    String path = SealedDirectory.path(seal.number()) + "/" + name;
    byte[] note;
    try {
      note = fetcher.small(upstream, path, NoteBox.BYTES);
    } catch (FetchException e) {
      if (e.kind() == Fault.Kind.UNREACHABLE) {
        silent.add(upstream); // each note would cost the time of a connection
      }
      return; // the next one may have it
    }
    Instant now = clock.instant();
    NoteBox.Taken _ = box.add(note, release, now);
  }

  @Override
  public void close() {
    fetcher.close();
  }
}
