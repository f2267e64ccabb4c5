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
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Asks others for the notes that custodians of sealed releases have given them: receipts, and once
 * they are due, shares. A note proves itself; who has none, or nothing good, is passed over. All
 * are asked at the same time; who gives no answer, or keeps the others waiting, is not asked again.
 *
 * <p><b>Threads:</b> one; it uses others. <b>Failures:</b> {@link InterruptedIOException} where the
 * work was stopped; {@link IOException} where a note cannot be kept.
 */
public final class NoteFetcher implements Closeable {
  /** Whoever is asked has so long for all that is wanted. */
  private static final Duration WHOLE = Duration.ofMinutes(1);

  /** The same, once another has answered all of it. */
  private static final Duration AFTER_ANOTHER = Duration.ofSeconds(10);

  private static final long LOOK_MILLIS = 100;

  private final Fetcher fetcher;
  private final List<Upstream> upstreams;
  private final Clock clock;
  private final Set<Upstream> silent = ConcurrentHashMap.newKeySet();

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
    List<Wanted> receipts = new ArrayList<>();
    for (SealedRelease release : history.sealedReleases()) {
      if (SealedDirectory.isKept(release)) {
        NoteBox box = openings.box(release);
        if (!clock.instant().isBefore(release.due())) {
          shares(release, box);
        }
        custodians(release).forEach(i -> receipts.add(new Wanted(release, box, i, false)));
      }
    }
    fetch(receipts);
  }

  /** Gathers shares of a release that is due, until there are enough. */
  void shares(SealedRelease release, NoteBox box) throws IOException {
    fetch(custodians(release).stream().map(i -> new Wanted(release, box, i, true)).toList());
  }

  private static List<Integer> custodians(SealedRelease release) {
    return IntStream.rangeClosed(1, release.sealed().statement().shares().size()).boxed().toList();
  }

  /** A custodian's note that may be somewhere. */
  private record Wanted(SealedRelease release, NoteBox box, int custodian, boolean isShare) {
    boolean isMissing() {
      return isShare
          ? !box.shares().isEnough() && !box.shares().has(custodian)
          : !release.receipts().containsKey(custodian) && !box.hasReceipt(custodian);
    }

    String path() {
      SealedStatement seal = release.sealed().statement();
      return SealedDirectory.path(seal.number())
          + "/"
          + (isShare
              ? SealedDirectory.publishedName(custodian)
              : SealedDirectory.receiptName(custodian));
    }
  }

  /**
   * What came of asking.
   *
   * @param wanted the note, or null where the upstream is not asked any more
   */
  private record Answer(Upstream upstream, @Nullable Wanted wanted, byte[] note) {}

  /** Asks all at the same time, and keeps what is good as it comes, until nothing is missing. */
  private void fetch(List<Wanted> wanted) throws IOException {
    BlockingQueue<Answer> answers = new LinkedBlockingQueue<>(); // of each upstream one for a note
    Set<Upstream> asked = new HashSet<>(upstreams);
    asked.removeAll(silent);
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      asked.forEach(upstream -> threads.execute(() -> ask(upstream, wanted, answers)));
      long deadline = System.nanoTime() + WHOLE.toNanos();
      while (!asked.isEmpty() && wanted.stream().anyMatch(Wanted::isMissing)) {
        fetcher.checkCancelled();
        if (deadline - System.nanoTime() < 0) {
          silent.addAll(asked);
          return;
        }
        Answer next = answers.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        if (next != null && next.wanted() != null) {
          Wanted of = next.wanted();
          NoteBox.Taken _ = of.box().add(next.note(), of.release(), clock.instant());
        } else if (next != null) {
          asked.remove(next.upstream());
          boolean hasAnswered = !silent.contains(next.upstream());
          long end = System.nanoTime() + AFTER_ANOTHER.toNanos();
          deadline = hasAnswered && end - deadline < 0 ? end : deadline;
        }
      }
      fetcher.checkCancelled();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped while notes were gathered");
    } finally {
      threads.shutdownNow(); // who is not waited for is given up
    }
  }

  /** Asks one upstream for what is missing, note after note. */
  private void ask(Upstream upstream, List<Wanted> wanted, BlockingQueue<Answer> answers) {
    List<Wanted> order = new ArrayList<>(wanted);
    Collections.shuffle(order); // who is slow comes to each of them in one run or another
    try {
      for (Wanted one : order) {
        if (one.isMissing()) {
          try {
            byte[] note = fetcher.small(upstream, one.path(), NoteBox.BYTES);
            answers.add(new Answer(upstream, one, note));
          } catch (FetchException e) {
            if (e.kind() == Fault.Kind.UNREACHABLE) {
              silent.add(upstream); // each note would cost the time of a connection
              return;
            }
          }
        }
      }
    } catch (RuntimeException e) { // one upstream must not be able to stop the work with all others
      silent.add(upstream);
    } catch (IOException e) {
      // the work was stopped, or has ended
    } finally {
      answers.add(new Answer(upstream, null, new byte[0]));
    }
  }

  @Override
  public void close() {
    fetcher.close();
  }
}
