package broadside.archive.verify;

import broadside.archive.log.CheckedLog;
import broadside.proof.policy.LogPolicy;
import broadside.proof.policy.Witness;
import broadside.proof.text.SignedText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How fresh a log is by the times at which witnesses have signed its checkpoint, and by a clock of
 * which nobody knows that it is right. A time that is still to come is told and does not count.
 *
 * @param seen when a quorum of witnesses saw it last, or null where the policy asks for none, or
 *     where those whose times have been are no quorum
 * @param isStale true where a quorum should have seen it lately and has not
 * @param notes sentences on times that are still to come
 */
public record Freshness(@Nullable Instant seen, boolean isStale, List<String> notes) {
  /** A clock may be so far behind a witness's without anybody being told. */
  public static final Duration AHEAD = Duration.ofMinutes(5);

  public Freshness {
    notes = List.copyOf(notes);
  }

  /** The freshness of a log at a time. */
  public static Freshness of(CheckedLog log, Instant now) {
    LogPolicy policy = log.history().policies().checkpoints();
    LogPolicy.Seen seen = log.seen();
    if (seen.time() == null) {
      return new Freshness(null, false, List.of());
    }
    Map<String, Instant> been = new HashMap<>(seen.times());
    List<String> notes = new ArrayList<>();
    for (Witness witness : policy.witnesses()) {
      Instant time = been.get(witness.key().publicKey());
      if (time != null && time.isAfter(now.plus(AHEAD))) {
        been.remove(witness.key().publicKey());
        notes.add(
            "Witness %s has signed at %s, which is still to come by the clock here (%s): one of the two clocks is wrong, and that time does not count."
                .formatted(witness.name(), SignedText.time(time), SignedText.time(now)));
      }
    }
    if (seen.time().isAfter(now.plus(AHEAD))) {
      notes.add(
          "A quorum of witnesses is ahead of the clock here: is it this clock that is wrong?");
    }
    Instant last = policy.quorumTime(been);
    boolean isStale = last == null || last.plus(Audit.FRESH).isBefore(now);
    return new Freshness(last, isStale, notes);
  }
}
