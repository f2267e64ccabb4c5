package broadside.cli;

import broadside.archive.mirror.Fault;
import broadside.archive.mirror.Mirror;
import broadside.archive.mirror.MirrorOptions;
import broadside.archive.mirror.MirrorReport;
import broadside.archive.mirror.Upstream;
import broadside.archive.release.CheckMonitor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads whole what each of several addresses serves, and compares their logs with each other. */
final class Comparison {
  private final Console console;
  private final CheckMonitor monitor;
  private final Path scratch;
  private final @Nullable String identity;
  private int code = ExitCode.OK;

  /**
   * A comparison.
   *
   * @param scratch an empty directory for copies
   * @param identity the publication's, as the reader knows it, or null
   */
  Comparison(Console console, CheckMonitor monitor, Path scratch, @Nullable String identity) {
    this.console = console;
    this.monitor = monitor;
    this.scratch = scratch;
    this.identity = identity;
  }

  /**
   * Returns where the copy of the newest state lies, or null where nobody serves one that holds.
   */
  @Nullable Path run(List<Upstream> upstreams) throws IOException {
    Map<Upstream, MirrorReport> reports = new LinkedHashMap<>();
    Upstream newest = null;
    for (int i = 0; i < upstreams.size(); i++) {
      Upstream upstream = upstreams.get(i);
      MirrorReport report =
          new Mirror(options(scratch(i), List.of(upstream)).withTiles(true)).sync(monitor);
      reports.put(upstream, report);
      say(upstream, report, Upstreams.code(report));
      MirrorReport best = newest == null ? null : reports.get(newest);
      if (report.releases() > 0 && (best == null || report.entries() > best.entries())) {
        newest = upstream;
      }
    }
    if (newest == null) {
      return null;
    }
    Path directory = scratch(upstreams.indexOf(newest));
    if (upstreams.size() > 1) {
      compare(newest, directory, reports);
    }
    return directory.resolve("public");
  }

  /** Compares the logs of all who answer with the newest one. */
  private void compare(Upstream newest, Path directory, Map<Upstream, MirrorReport> reports)
      throws IOException {
    List<Upstream> all =
        reports.entrySet().stream()
            .filter(e -> e.getValue().outcome() != MirrorReport.Outcome.UNREACHABLE)
            .map(Map.Entry::getKey)
            .toList();
    MirrorReport together = new Mirror(options(directory, all)).sync(monitor);
    List<Fault> known = reports.values().stream().flatMap(r -> r.faults().stream()).toList();
    List<Fault> more = together.faults().stream().filter(f -> !known.contains(f)).toList();
    if (!more.isEmpty()) {
      console.say("Compared with the log that " + newest + " shows:");
      more.forEach(fault -> console.error(fault.sentence()));
    }
    take(Upstreams.code(together));
    if (together.faults().stream().anyMatch(f -> f.kind() == Fault.Kind.BEHIND)) {
      take(ExitCode.STALE);
    }
  }

  /** The exit code: that of the worst that was found. */
  int code() {
    return code;
  }

  private void say(Upstream upstream, MirrorReport report, int found) {
    console.say(upstream + (found == ExitCode.OK ? " serves what is signed." : ":"));
    report.faults().forEach(fault -> console.error(fault.sentence()));
    report.notes().forEach(console::error);
    take(found);
  }

  /** Forged is worse than missing, missing worse than old, old worse than not to be reached. */
  private void take(int found) {
    if (found != ExitCode.OK && (code == ExitCode.OK || found < code)) {
      code = found;
    }
  }

  private MirrorOptions options(Path directory, List<Upstream> upstreams) {
    return MirrorOptions.of(directory, upstreams).withPublication(identity);
  }

  private Path scratch(int i) {
    return scratch.resolve(Integer.toString(i));
  }
}
