package broadside.archive.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.log.CheckedLog;
import broadside.archive.log.LogDirectory;
import broadside.archive.release.CheckMonitor;
import broadside.archive.release.ReleaseSample;
import broadside.archive.verify.Audit;
import broadside.archive.verify.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Publications, servers of them, and mirrors for one test. */
final class Harbour implements AutoCloseable {
  /** An hour after the samples' witness signs. */
  static final Clock CLOCK =
      Clock.fixed(ReleaseSample.TIME.plus(Duration.ofHours(1)), ZoneOffset.UTC);

  /** A clock that is so much later than {@link #CLOCK}, or earlier. */
  static Clock after(Duration time) {
    return Clock.offset(CLOCK, time);
  }

  static final MirrorLimits LIMITS =
      MirrorLimits.DEFAULT.withTimes(Duration.ofMillis(900), Duration.ofSeconds(2), 100);

  private final Path directory;
  private final List<FileServer> servers = new ArrayList<>();

  Harbour(Path directory) {
    this.directory = directory;
  }

  /** An origin with two releases. */
  ReleaseSample origin(int editors, int threshold, boolean isWitnessed) throws IOException {
    ReleaseSample sample =
        ReleaseSample.in(directory.resolve("origin"), editors, threshold, isWitnessed);
    sample.release("First", 12);
    sample.release("Second", 3);
    return sample;
  }

  Path path(String name) {
    return directory.resolve(name);
  }

  FileServer serve(String name) throws IOException {
    FileServer server = FileServer.of(path(name));
    servers.add(server);
    return server;
  }

  MirrorOptions options(FileServer... upstreams) {
    return MirrorOptions.of(
            path("mirror"), Arrays.stream(upstreams).map(FileServer::upstream).toList())
        .withLimits(LIMITS)
        .withClock(CLOCK);
  }

  MirrorReport sync(FileServer... upstreams) throws IOException {
    return sync(CheckMonitor.NONE, upstreams);
  }

  MirrorReport sync(CheckMonitor monitor, FileServer... upstreams) throws IOException {
    return new Mirror(options(upstreams)).sync(monitor);
  }

  /** The log that the mirror's readers see. */
  CheckedLog mirrored() throws IOException {
    return CheckedLog.open(new LogDirectory(path("mirror/public")));
  }

  /** The mirror is whole and has so many releases. */
  void assertMirrors(int releases) throws IOException {
    Audit.Report audit = Audit.of(path("mirror/public"), null, CLOCK.instant(), CheckMonitor.NONE);
    assertThat(audit.findings()).allMatch(f -> f.kind() == Finding.Kind.NOTE);
    assertThat(audit.releases().releases()).hasSize(releases);
  }

  /** Nothing is shown to readers. */
  void assertEmpty() {
    assertThat(path("mirror/public/checkpoint")).doesNotExist();
  }

  byte[] origin(String path) throws IOException {
    return Files.readAllBytes(path("origin").resolve(path));
  }

  @Override
  public void close() {
    servers.forEach(FileServer::close);
  }
}
