package broadside.archive.mirror;

import broadside.archive.log.CheckedLog;
import broadside.archive.release.CheckMonitor;
import broadside.archive.verify.Freshness;
import broadside.archive.witness.WitnessClient;
import broadside.archive.witness.WitnessClient.Reply;
import broadside.proof.log.TileReader;
import broadside.proof.note.SignedNote;
import broadside.proof.policy.LogPolicy;
import broadside.proof.policy.Witness;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Asks witnesses to sign again what is held, so that readers see that it still is the newest while
 * the publisher is away: those whose times are older than an hour, and once an hour.
 *
 * <p><b>Threads:</b> one; it uses others.
 */
final class Renewal {
  /** So old may a time be that a reader sees. */
  static final Duration PERIOD = Duration.ofHours(1);

  private final Clock clock;
  private @Nullable Instant last;

  /** By this clock; nobody was asked yet. */
  Renewal(Clock clock) {
    this.clock = clock;
  }

  /** True where a signature of this time is to be made anew. */
  static boolean isDue(@Nullable Instant time, Instant now) {
    return time == null
        || !time.plus(PERIOD).isAfter(now)
        || time.isAfter(now.plus(Freshness.AHEAD));
  }

  /**
   * The notes that witnesses have added a line to, with the one that was given.
   *
   * @param note of the log that is held, with all the newest times
   * @param tiles of that log
   * @param told is told what witnesses said instead
   * @throws InterruptedIOException where the monitor cancelled
   */
  List<SignedNote> renewed(
      SignedNote note,
      CheckedLog log,
      Map<String, Instant> times,
      TileReader tiles,
      CheckMonitor monitor,
      List<String> told)
      throws IOException {
    Instant now = clock.instant();
    List<SignedNote> notes = new ArrayList<>(List.of(note));
    LogPolicy policy = log.history().policies().newest().log();
    Map<Witness, URI> due = new LinkedHashMap<>();
    for (Witness witness : policy.witnesses()) {
      if (witness.url() != null && isDue(times.get(witness.key().publicKey()), now)) {
        due.put(witness, witness.url());
      }
    }
    if (due.isEmpty() || !isDue(last, now)) {
      return notes;
    }
    last = now;
    long size = log.seen().checkpoint().size();
    try (WitnessClient client = new WitnessClient();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Map<Witness, Future<Reply>> replies = new LinkedHashMap<>();
      due.forEach((witness, url) ->
          replies.put(
              witness, threads.submit(() -> client.cosign(witness, url, note, size, tiles))));
      try {
        for (Map.Entry<Witness, Future<Reply>> reply : replies.entrySet()) {
          try {
            switch (await(reply.getValue(), monitor)) {
              case Reply.Cosigned(var line) -> notes.add(note.with(line));
              case Reply.Other(long other) -> told.add(other(reply.getKey(), other, size));
            }
          } catch (InterruptedIOException e) {
            throw e;
          } catch (IOException e) {
            told.add("%s Its time was not renewed.".formatted(e.getMessage()));
          }
        }
      } finally {
        threads.shutdownNow();
      }
    }
    return notes;
  }

  private static String other(Witness witness, long other, long size) {
    return other > size
        ? "Witness %s has signed a log of %d entries, and %d are held here: what is newer is on its way, or is held back from this mirror."
            .formatted(witness.name(), other, size)
        : "Witness %s has signed another log of %d entries than the one of %d that is held here."
            .formatted(witness.name(), other, size);
  }

  private static Reply await(Future<Reply> reply, CheckMonitor monitor) throws IOException {
    while (!reply.isDone()) {
      if (monitor.isCancelled()) {
        throw new InterruptedIOException("the mirror was stopped");
      }
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("the mirror was stopped");
      }
    }
    return Downloads.result(reply);
  }
}
