package broadside.archive.mirror;

import broadside.archive.log.CheckedLog;
import broadside.archive.log.ScheduleFile;
import broadside.archive.release.ReleaseException;
import broadside.archive.verify.Freshness;
import broadside.proof.history.PolicyChain;
import broadside.proof.log.ScheduleNote;
import broadside.proof.note.VerifierKey;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings what the publisher announces of the parts to come, where somebody has a newer one than is
 * held. Nothing else rests on it: who has none, or an older one, is not at fault, and what is
 * forged is not taken.
 *
 * <p><b>Threads:</b> one.
 */
record ScheduleDownload(Fetcher fetcher, Sources sources, List<String> notes) {
  /**
   * Asks all that are left, and keeps the newest.
   *
   * @param target the public directory
   * @param now a schedule that was written later than this is not taken
   */
  void run(CheckedLog log, Path target, Instant now) throws IOException {
    PolicyChain policies = log.history().policies();
    VerifierKey key = policies.checkpoints().log();
    ScheduleFile held = ScheduleFile.read(target, key, policies.publication());
    ScheduleFile newest = held == null || isAhead(held, now) ? null : held;
    for (Upstream upstream : sources.all()) {
      ScheduleFile theirs = fetch(upstream, key, policies.publication());
      if (theirs != null && isAhead(theirs, now)) {
        tellAhead(upstream, theirs.schedule(), now);
      } else if (theirs != null) {
        newest = newer(newest, theirs);
      }
    }
    if (newest != null && !newest.equals(held)) {
      newest.write(target);
    }
  }

  private static ScheduleFile newer(@Nullable ScheduleFile one, ScheduleFile other) {
    return one == null || other.schedule().time().isAfter(one.schedule().time()) ? other : one;
  }

  /** What an upstream has, or null where it has none that can be used. */
  private @Nullable ScheduleFile fetch(Upstream upstream, VerifierKey key, String publication)
      throws IOException {
    try {
      byte[] bytes = fetcher.small(upstream, ScheduleNote.PATH, ScheduleNote.BYTES);
      return ScheduleFile.parse(bytes, key, publication);
    } catch (FormatException e) {
      sources.blame(
          upstream,
          FetchException.forged("serves a schedule that the log did not sign: " + e.getMessage()));
    } catch (ReleaseException e) {
      notes.add(e.getMessage() + " It is ignored.");
    } catch (FetchException e) {
      if (e.kind() == Fault.Kind.FORGED) {
        sources.blame(upstream, e);
      }
    }
    return null;
  }

  /** A time far ahead would keep all later schedules out. */
  private static boolean isAhead(ScheduleFile file, Instant now) {
    return file.schedule().time().isAfter(now.plus(Freshness.AHEAD));
  }

  private void tellAhead(Upstream upstream, ScheduleNote schedule, Instant now) {
    notes.add(
        "%s has a schedule of %s, which is still to come by the clock here (%s): one of the two clocks is wrong, and it is not taken."
            .formatted(upstream, SignedText.time(schedule.time()), SignedText.time(now)));
  }
}
