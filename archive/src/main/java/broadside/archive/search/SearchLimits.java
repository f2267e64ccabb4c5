package broadside.archive.search;

import java.time.Duration;

/**
 * What one search may cost.
 *
 * @param time after which it answers with what it has
 * @param hits most hits of one page
 * @param counted hits are counted exactly up to this number
 * @param ranked hits that pages in order of relevance reach; dates have no such end
 * @param scanned characters of a mail read for its snippet
 * @param snippet characters of a snippet, roughly
 */
public record SearchLimits(
    Duration time, int hits, int counted, int ranked, int scanned, int snippet) {
  /** The documented defaults. */
  public static final SearchLimits DEFAULT =
      new SearchLimits(Duration.ofSeconds(2), 100, 10_000, 1_000, 200_000, 220);
}
