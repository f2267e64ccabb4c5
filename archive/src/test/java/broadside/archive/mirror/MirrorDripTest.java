package broadside.archive.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.mirror.MirrorReport.Outcome;
import broadside.archive.release.CheckMonitor;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An upstream that sends a file byte by byte. */
@Tag("slow")
class MirrorDripTest extends MirrorCase {
  private static final MirrorLimits LIMITS =
      MirrorLimits.DEFAULT.withTimes(Duration.ofMillis(500), Duration.ofSeconds(1), 400);

  @BeforeEach
  void publish() throws IOException {
    serve(2, 2, true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"checkpoint", "releases/1/mail.zip"})
  void endsAndTheNextIsAsked(String path) throws IOException {
    drip(path);
    MirrorReport report = sync(harbour.options(server, harbour.serve("origin")));
    assertThat(report.outcome()).isEqualTo(Outcome.UPDATED);
    assertTold(report);
    harbour.assertMirrors(2);
  }

  /**
   * As one who verifies the address asks, but for the patience: nothing is held, tiles are read.
   */
  @ParameterizedTest
  @ValueSource(strings = {"checkpoint", "releases/1/mail.zip"})
  void endsWhereNobodyElseIsAsked(String path) throws IOException {
    drip(path);
    MirrorReport report = sync(harbour.options(server).withTiles(true));
    assertThat(report.outcome()).isEqualTo(Outcome.UNREACHABLE);
    assertTold(report);
    harbour.assertEmpty();
  }

  private static MirrorReport sync(MirrorOptions options) throws IOException {
    long began = System.nanoTime();
    MirrorReport report = new Mirror(options.withLimits(LIMITS)).sync(CheckMonitor.NONE);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(12));
    return report;
  }

  private void assertTold(MirrorReport report) {
    assertThat(report.faults())
        .singleElement()
        .satisfies(fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.UNREACHABLE))
        .satisfies(fault ->
            assertThat(fault.sentence())
                .isIn(
                    server.upstream() + " sends nothing, or too slowly to wait for.",
                    server.upstream() + " took too long for a small file."));
  }

  private void drip(String path) throws IOException {
    byte[] file = harbour.origin(path);
    server.answer(path, exchange -> drip(exchange, file));
  }

  private static void drip(HttpExchange exchange, byte[] file) throws IOException {
    exchange.sendResponseHeaders(200, file.length);
    try {
      for (byte b : file) {
        exchange.getResponseBody().write(b);
        exchange.getResponseBody().flush();
        Thread.sleep(50);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
