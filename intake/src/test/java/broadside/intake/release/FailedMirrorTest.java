package broadside.intake.release;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.Publication;
import broadside.archive.ReleaseSummary;
import broadside.archive.release.CheckMonitor;
import broadside.archive.verify.Audit;
import broadside.archive.verify.Finding.Kind;
import broadside.intake.release.FailedCalls.Disturbance;
import broadside.proof.log.Checkpoint;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import com.sun.net.httpserver.SimpleFileServer.OutputLevel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A mirror's first copy, and later ones, where one system call on the mirror's files fails, each in
 * its turn.
 */
@ParameterizedClass
@EnumSource
class FailedMirrorTest extends FailedCallsCase {
  private final News news;
  private Letters origin;
  private Letters mirror;
  private HttpServer server;

  FailedMirrorTest(News news) {
    this.news = news;
  }

  /** What the mirror has to take. */
  enum News {
    /** All: it holds nothing. */
    ALL,
    RELEASE,
    /** A mail of the release that it holds is taken back. */
    WITHDRAWAL
  }

  @BeforeEach
  void publish() throws IOException {
    origin = Change.publication(directory.resolve("letters"), 2);
    server =
        SimpleFileServer.createFileServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            origin.publicDirectory().toAbsolutePath(),
            OutputLevel.NONE);
    server.start();
    MirrorTask.follow(directory, "http://127.0.0.1:" + server.getAddress().getPort() + "/");
    mirror = new Letters(Files.createDirectory(directory.resolve("mirror")));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  @Tag("slow")
  void endsInTheSameStateAfterAFewFailedCalls() throws IOException, InterruptedException {
    disturb(List.of("error=ENOSPC", FailedCalls.KILL), List.of("fsync"), 20);
  }

  @Override
  int tooFewKills() {
    return 40;
  }

  @Override
  int disturb(List<String> hows, List<String> calls, int step)
      throws IOException, InterruptedException {
    if (news != News.ALL) {
      MirrorTask.SYNC.make(mirror);
    }
    (news == News.WITHDRAWAL ? Change.WITHDRAW : Change.RELEASE).make(origin);
    return new FailedCalls(directory)
        .disturb(MirrorTask.SYNC, mirror, new Copied(), hows, calls, step);
  }

  /** What is to come of a run. */
  private final class Copied implements FailedCalls.Outcome {
    private final String before;
    private String after = "";
    private Map<String, String> files = Map.of();
    private List<String> remains = List.of();

    Copied() throws IOException {
      this.before = shown(mirror, false, "before");
    }

    @Override
    public List<String> touched() {
      return List.of("mirror", "staging/checkpoint", "public/checkpoint", "public");
    }

    @Override
    public void expect(Letters clean) throws IOException {
      after = shown(clean, false, "undisturbed");
      files = clean.files();
      remains = remains(clean);
      assertThat(after).isNotEqualTo(before);
      assertThat(origin.files()).containsAllEntriesOf(files);
    }

    @Override
    public boolean check(Letters copy, Disturbance what) throws IOException {
      String seen = shown(copy, news == News.WITHDRAWAL, what);
      assertThat(seen).as("%s", what).isIn(before, after);
      if (seen.equals(before)) {
        assertThat(what.answer()).as("%s", what).isNotEmpty();
      }
      MirrorTask.SYNC.make(copy);
      assertThat(shown(copy, false, what)).as("%s", what).isEqualTo(after);
      assertThat(copy.files()).as("%s", what).isEqualTo(files);
      assertThat(remains(copy)).as("%s", what).isEqualTo(remains);
      return seen.equals(before);
    }
  }

  /**
   * The checkpoint of the state that readers see, which is whole, or "" where they see none.
   *
   * @param isExchanged true where a release may be missing, which another takes the place of
   */
  private static String shown(Letters mirror, boolean isExchanged, Object what) throws IOException {
    Path checkpoint = mirror.publicDirectory().resolve(Checkpoint.PATH);
    if (!Files.exists(checkpoint)) {
      return "";
    }
    Audit.Report report =
        Audit.of(mirror.publicDirectory(), null, Instant.now(), CheckMonitor.NONE);
    assertThat(report.log()).as("%s: %s", what, report.findings()).isNotNull();
    assertThat(report.log().history().voids()).as("%s", what).isEmpty();
    try (Publication readers = Publication.open(mirror.publicDirectory())) {
      if (!isExchanged || readers.refused().isEmpty()) {
        assertThat(report.findings())
            .as("%s", what)
            .allMatch(finding -> finding.kind() == Kind.NOTE);
        assertThat(readers.refused()).as("%s", what).isEmpty();
        assertThat(readers.releases())
            .as("%s", what)
            .extracting(ReleaseSummary::number)
            .containsExactlyInAnyOrderElementsOf(
                report.log().history().releases().stream()
                    .map(release -> release.statement().number())
                    .toList());
      } else {
        assertThat(readers.releases()).as("%s", what).isEmpty();
      }
    }
    return Files.readString(checkpoint);
  }

  /** What lies beside the public directory; the times in names are left out. */
  private static List<String> remains(Letters mirror) throws IOException {
    try (Stream<Path> all = Files.walk(mirror.publication())) {
      return all.filter(path -> !path.startsWith(mirror.publicDirectory()))
          .map(path -> mirror.publication().relativize(path).toString())
          .map(name -> name.replaceFirst("^(withdrawn/\\d+)-\\d+", "$1"))
          .sorted()
          .toList();
    }
  }
}
