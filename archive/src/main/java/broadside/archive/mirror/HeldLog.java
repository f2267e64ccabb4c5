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
    if (before == null || opened.plus(AGAIN).isBefore(clock.instant())) {
      return readWhole(files);
    }
    try {
      return keep(before.next(files));
    } catch (ReleaseException e) {
      return readWhole(files); // an older copy was put back, say: what is there decides
    }
  }

  /** The same, with all of it verified. */
  CheckedLog readWhole(LogDirectory files) throws IOException {
    last = null; // where it does not hold, nothing is left to build on
    CheckedLog log = CheckedLog.open(files);
    opened = clock.instant();
    return keep(log);
  }

  /** Takes a log that was verified, the files of which lie there now, and returns it. */
  CheckedLog keep(CheckedLog log) {
    last = log;
    return log;
  }

  /** What was read or taken last, or null. */
  @Nullable CheckedLog last() {
    return last;
  }
}
