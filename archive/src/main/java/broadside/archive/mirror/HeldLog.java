package broadside.archive.mirror;

import broadside.archive.log.CheckedLog;
import broadside.archive.log.LogDirectory;
import broadside.archive.release.ReleaseException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * A mirror's log from one look at its files to the next: what was verified in this process is not
 * verified again, which of a long log costs a minute each time. Once a day all of it is, since
 * disks forget.
 *
 * <p><b>Threads:</b> one.
 */
final class HeldLog {
  private static final Duration AGAIN = Duration.ofDays(1);

  private final InstantSource clock;
  private @Nullable CheckedLog last;
  private Instant opened = Instant.MIN;

  /** A log that nobody has looked at yet. */
  HeldLog(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * The log as its files are now.
   *
   * @throws ReleaseException where it does not hold
   */
  CheckedLog read(LogDirectory files) throws IOException {
    CheckedLog before = last;
    last = null;
    if (before != null && !opened.plus(AGAIN).isBefore(clock.instant())) {
      try {
        last = before.next(files);
        return last;
      } catch (ReleaseException e) {
        // an older copy was put back, say: what is there decides
      }
    }
    last = CheckedLog.open(files);
    opened = clock.instant();
    return last;
  }

  /** Takes a log that was verified, the files of which lie there now. */
  void keep(CheckedLog log) {
    last = log;
  }
}
