package broadside.cli;

import broadside.archive.mirror.Fault;
import broadside.archive.mirror.MirrorReport;
import broadside.archive.mirror.MirrorReport.Outcome;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The last of the runs of a command that looks time and again: what stays so is said once.
 *
 * <p><b>Threads:</b> one.
 */
final class LastRun {
  /** When a clock said something is no news. */
  private static final Pattern TIME = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T[0-9:]+Z");

  private @Nullable Outcome outcome;
  private Set<String> troubles = Set.of();

  /**
   * What a run has that the one before had not.
   *
   * @param isHeadline true where it came to something else, or brought something
   * @param troubles sentences on faults, and notes
   */
  record News(boolean isHeadline, List<String> troubles) {}

  /** Takes the place of the last run. */
  News followedBy(MirrorReport report) {
    boolean isSame =
        report.outcome() == outcome
            || (report.outcome() == Outcome.CURRENT && outcome == Outcome.UPDATED);
    boolean isHeadline =
        !isSame
            || report.outcome() == Outcome.UPDATED
            || report.newEntries() > 0
            || !report.opened().isEmpty()
            || !report.repaired().isEmpty()
            || !report.deleted().isEmpty();
    List<String> all =
        Stream.concat(report.faults().stream().map(Fault::sentence), report.notes().stream())
            .toList();
    List<String> fresh = all.stream().filter(line -> !troubles.contains(timeless(line))).toList();
    outcome = report.outcome();
    troubles = new HashSet<>(all.stream().map(LastRun::timeless).toList());
    return new News(isHeadline, fresh);
  }

  private static String timeless(String line) {
    return TIME.matcher(line).replaceAll("");
  }
}
