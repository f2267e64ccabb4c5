package broadside.archive.mirror;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How long upstreams are waited for that say nothing while others have answered. Who was silent the
 * last time is waited for less, so that one that is cut off costs each run a moment, and not the
 * time of a connection; now and then it is given the whole time again, since a line may be slow.
 *
 * <p><b>Threads:</b> shared by all.
 */
final class Patience {
  /** After such a time what was silent is given the whole time again. */
  private static final Duration FORGETS = Duration.ofMinutes(10);

  /** From the first answer on. */
  private static final Duration WHOLE = Duration.ofSeconds(10);

  /** The same, where all who are missing were silent the last time. */
  private static final Duration LITTLE = Duration.ofSeconds(2);

  private final InstantSource clock;
  private final Map<Upstream, Instant> silentSince = new ConcurrentHashMap<>();

  /** One that knows of nobody's silence yet. */
  Patience(InstantSource clock) {
    this.clock = clock;
  }

  /** How long these are waited for, from the first answer of another on. */
  Duration of(Collection<Upstream> missing) {
    Instant now = clock.instant();
    silentSince.values().removeIf(since -> since.plus(FORGETS).isBefore(now));
    return silentSince.keySet().containsAll(missing) ? LITTLE : WHOLE;
  }

  /** Somebody said something. */
  void answered(Upstream upstream) {
    silentSince.remove(upstream);
  }

  /** Somebody said nothing, or could not be reached. */
  void silent(Upstream upstream) {
    silentSince.putIfAbsent(upstream, clock.instant());
  }
}
