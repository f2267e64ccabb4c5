package broadside.intake.release;

import broadside.archive.mirror.Mirror;
import broadside.archive.mirror.MirrorOptions;
import broadside.archive.mirror.MirrorReport;
import broadside.archive.mirror.MirrorReport.Outcome;
import broadside.archive.mirror.Upstream;
import broadside.archive.release.CheckMonitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What is done to a mirror in tests that disturb it. */
enum MirrorTask implements Task {
  /** Takes what is new from the upstream of {@link #follow}. */
  SYNC;

  /** Says whom the mirrors beside this file follow. */
  static void follow(Path directory, String upstream) throws IOException {
    Files.writeString(directory.resolve("upstream"), upstream);
  }

  @Override
  public void make(Letters mirror) throws IOException {
    Path directory = mirror.publication();
    Upstream upstream = Upstream.of(Files.readString(directory.resolveSibling("upstream")));
    MirrorOptions options =
        MirrorOptions.of(directory, List.of(upstream))
            .withWithdrawals(MirrorOptions.EVERY_WITHDRAWAL);
    MirrorReport report = new Mirror(options).sync(CheckMonitor.NONE);
    boolean isHeld = report.outcome() == Outcome.CURRENT || report.outcome() == Outcome.UPDATED;
    if (!isHeld || !report.faults().isEmpty()) {
      throw new IOException(report.toString());
    }
  }
}
