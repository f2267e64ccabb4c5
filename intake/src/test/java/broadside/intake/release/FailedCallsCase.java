package broadside.intake.release;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.Publication;
import broadside.archive.log.CheckedLog;
import broadside.archive.release.CheckMonitor;
import broadside.archive.verify.Audit;
import broadside.archive.verify.Finding.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A test of a task of which one system call fails, each in its turn. The long runs, over all calls,
 * are here; each test has a short one of its own.
 */
abstract class FailedCallsCase {
  @TempDir Path directory;

  /** Disturbs the task's calls as {@link FailedCalls#disturb} does, and returns how many. */
  abstract int disturb(List<String> hows, List<String> calls, int step)
      throws IOException, InterruptedException;

  /** A kill at each call is tried at more calls than these. */
  int tooFewKills() {
    return 20;
  }

  @Test
  @Tag("acceptance")
  final void holdsAfterEachFailedCall() throws IOException, InterruptedException {
    int failed = disturb(FailedCalls.ERRORS, FailedCalls.CALLS, 1);
    assertThat(failed).isGreaterThan(100);
  }

  @Test
  @Tag("acceptance")
  final void holdsAfterAKillAtEachCall() throws IOException, InterruptedException {
    int killed = disturb(List.of(FailedCalls.KILL), FailedCalls.NAMING, 1);
    assertThat(killed).isGreaterThan(tooFewKills());
  }

  /** The log that is public, once an audit has found nothing but what is worth knowing. */
  static CheckedLog sound(Letters letters, Instant now, Object what) throws IOException {
    Audit.Report report = Audit.of(letters.publicDirectory(), null, now, CheckMonitor.NONE);
    CheckedLog log = report.log();
    assertThat(log).as("%s: %s", what, report.findings()).isNotNull();
    assertThat(report.findings()).as("%s", what).allMatch(finding -> finding.kind() == Kind.NOTE);
    assertThat(log.history().voids()).as("%s", what).isEmpty();
    return log;
  }

  /** The same where only the log changes: readers see all that {@link Change#publication} made. */
  static CheckedLog unchanged(Letters letters, Object what) throws IOException {
    CheckedLog log = sound(letters, Instant.now(), what);
    try (Publication readers = Publication.open(letters.publicDirectory())) {
      assertThat(readers.refused()).as("%s", what).isEmpty();
      assertThat(readers.mail(Change.WITHDRAWN).eml()).as("%s", what).isNotNull();
    }
    return log;
  }
}
