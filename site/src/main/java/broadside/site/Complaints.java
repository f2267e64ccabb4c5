package broadside.site;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.ConcurrentMap;

/**
 * What the operator was told in the last minute: a damaged mail is asked for often.
 *
 * <p><b>Threads:</b> shared by all.
 */
final class Complaints {
  private static final Duration SILENCE = Duration.ofMinutes(1);
  private static final int MOST = 1_000;

  private final ConcurrentMap<String, Boolean> told;

  Complaints(Ticker ticker) {
    told =
        Caffeine.newBuilder()
            .expireAfterWrite(SILENCE)
            .maximumSize(MOST)
            .executor(Runnable::run)
            .ticker(ticker)
            .<String, Boolean>build()
            .asMap();
  }

  /** True for a sentence that was not said within the last minute. */
  boolean isNew(String sentence) {
    return told.putIfAbsent(sentence, true) == null;
  }
}
