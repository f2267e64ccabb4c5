package broadside.site.answers;

import broadside.archive.log.CheckedLog;
import broadside.archive.verify.Freshness;
import java.time.Instant;
import java.time.ZoneOffset;

/**
 * How the state that is served stands in time, in words.
 *
 * @param checked when a quorum of witnesses saw it last, or "" where the policy asks for none
 * @param warning what every reader must know of it, or ""
 */
record Standing(String checked, String warning) {
  /** Of a log, at a time. */
  static Standing of(CheckedLog log, Instant now) {
    Freshness freshness = Freshness.of(log, now);
    Instant seen = freshness.seen();
    String checked = seen == null ? "" : Words.moment(seen.atOffset(ZoneOffset.UTC));
    Instant expires = log.history().policies().newest().roles().expires();
    if (freshness.isStale()) {
      return new Standing(
          checked,
          (seen == null
                  ? "No quorum of witnesses has confirmed lately that this is the newest state"
                  : "Witnesses confirmed last on %s that this is the newest state"
                      .formatted(checked))
              + ": there may be a newer one. Compare it with a mirror.");
    }
    return new Standing(
        checked,
        expires != null && expires.isBefore(now)
            ? "The policy of this publication expired on %s. Ask the publisher."
                .formatted(Words.day(expires))
            : "");
  }
}
