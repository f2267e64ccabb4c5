package broadside.archive.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.log.CheckedLog;
import broadside.archive.mirror.MirrorReport.Outcome;
import broadside.archive.release.CheckMonitor;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A mirror that is stopped shows the old state or the new one, and the next run goes on. */
class MirrorStopTest extends MirrorCase {
  @BeforeEach
  void publish() throws IOException {
    serve(1, 1, false);
    harbour.sync(server);
    origin.release("Third", 4);
  }

  @Test
  @Tag("slow")
  void goesOnAfterAStopAtAnyMoment() throws IOException {
    int stops = 0;
    boolean isNew = false;
    for (int after = 0; ; after += 1 + after / 10) {
      StopAfter stop = new StopAfter(after);
      try {
        MirrorReport report = new Mirror(harbour.options(server)).sync(stop);
        assertThat(report.outcome()).isEqualTo(isNew ? Outcome.CURRENT : Outcome.UPDATED);
        break;
      } catch (InterruptedIOException e) {
        stops++;
      }
      long size = harbour.mirrored().seen().checkpoint().size();
      assertThat(size).isBetween(isNew ? 4L : 3L, 4L);
      isNew = size == 4;
      if (isNew) { // the stop came behind the change of the state, which is whole then
        harbour.assertMirrors(3);
      }
    }
    assertThat(stops).isGreaterThan(5);
    harbour.assertMirrors(3);
  }

  /**
   * Every order in which the files of a complete state can have been moved when the power failed.
   */
  @Test
  @Tag("slow")
  void finishesACompleteStateWhateverWasMoved() throws IOException {
    copy(harbour.path("mirror"), harbour.path("before"));
    harbour.sync(server);
    copy(harbour.path("mirror"), harbour.path("after"));
    CheckedLog after = harbour.mirrored();
    server.close();
    for (int moved = 0; moved <= 4; moved++) {
      reset();
      stage(moved, after);
      MirrorReport report = harbour.sync(server);
      assertThat(report.outcome()).isEqualTo(Outcome.UNREACHABLE);
      assertThat(report.releases()).isEqualTo(3);
      harbour.assertMirrors(3);
      assertThat(harbour.path("mirror/staging/checkpoint")).doesNotExist();
    }
  }

  /**
   * What was staged of a state that is public by now, when the power failed while it was deleted.
   */
  @Test
  @Tag("slow")
  void tidiesUpWhatAStopLeftOfAPublicState() throws IOException {
    harbour.sync(server);
    Path staging = harbour.path("mirror/staging");
    for (boolean isCommitted : new boolean[] {true, false}) {
      copy(harbour.path("mirror/public/policy"), staging.resolve("log.old/policy")); // not roles
      if (isCommitted) {
        Files.write(staging.resolve("checkpoint"), harbour.mirrored().note().encode());
      }
      assertThat(harbour.sync(server).outcome()).isEqualTo(Outcome.CURRENT);
      assertThat(Staging.list(staging))
          .doesNotContain(staging.resolve("checkpoint"), staging.resolve("log.old"));
      harbour.assertMirrors(3);
    }
  }

  /** The new state in the staging directory, of which so many steps were done. */
  private void stage(int moved, CheckedLog after) throws IOException {
    Path staging = harbour.path("mirror/staging");
    Path target = harbour.path("mirror/public");
    Path made = harbour.path("after/public");
    copy(made.resolve("releases/3"), (moved > 0 ? target : staging).resolve("releases/3"));
    copy(made.resolve("about"), (moved > 1 ? target : staging).resolve("about"));
    copy(made.resolve("tile/entries"), staging.resolve("log/tile/entries"));
    if (moved > 2) {
      copy(made.resolve("tile/entries"), target.resolve("tile/entries"));
    }
    if (moved > 3) {
      copy(made.resolve("tile/0"), target.resolve("tile/0"));
    }
    Files.write(staging.resolve("checkpoint"), after.note().encode());
  }

  private void reset() throws IOException {
    broadside.archive.release.Durable.deleteTree(harbour.path("mirror"));
    copy(harbour.path("before"), harbour.path("mirror"));
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.toAbsolutePath().getParent());
    List<Path> files;
    try (Stream<Path> all = Files.walk(from)) {
      files = all.toList();
    }
    for (Path file : files) {
      Path copy = from.equals(file) ? to : to.resolve(from.relativize(file).toString());
      if (!Files.isDirectory(copy)) {
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /** Asks to stop after it was looked at so often. */
  private static final class StopAfter implements CheckMonitor {
    private int left;

    StopAfter(int looks) {
      this.left = looks;
    }

    @Override
    public synchronized boolean isCancelled() {
      return left-- <= 0;
    }

    @Override
    public void progress(long bytes) {}
  }
}
