package broadside.archive.mirror;

import broadside.archive.log.CheckedLog;
import broadside.archive.release.CheckMonitor;
import broadside.archive.verify.Freshness;
import broadside.archive.witness.WitnessRound;
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
    LogPolicy policy = log.history().policies().checkpoints();
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
    WitnessRound round = WitnessRound.of(due, note, size, tiles, monitor::isCancelled);
    round.lines().forEach(line -> notes.add(note.with(line)));
    told.addAll(round.others());
    round.failures().forEach(failure -> told.add(failure + " Its time was not renewed."));
    return notes;
  }
}
