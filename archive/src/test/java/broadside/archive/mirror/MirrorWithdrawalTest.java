package broadside.archive.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.mirror.MirrorReport.Outcome;
import broadside.archive.release.CheckMonitor;
import broadside.archive.release.ReleaseSample;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a mirror does when mails are withdrawn from releases that it holds. */
class MirrorWithdrawalTest {
  private static final int MAILS = 400;

  @TempDir Path directory;
  private Harbour harbour;
  private ReleaseSample origin;
  private FileServer server;

  @BeforeEach
  void mirror() throws IOException {
    harbour = new Harbour(directory);
    origin = ReleaseSample.in(harbour.path("origin"), 1, 1, true).withIndex();
    origin.release("First", MAILS);
    origin.release("Second", 3);
    server = harbour.serve("origin");
    harbour.sync(server);
    server.forget();
  }

  @AfterEach
  void close() {
    harbour.close();
  }

  @Test
  void makesTheNewFilesOfThoseThatItHolds() throws IOException {
    origin.withdraw(1, 7, 250);
    MirrorReport report = harbour.sync(server);
    assertThat(report.outcome()).isEqualTo(Outcome.CURRENT);
    assertThat(server.requests())
        .containsExactlyInAnyOrder(
            "checkpoint",
            "tile/entries/000.p/4",
            "releases/1/SHA256SUMS",
            "releases/1/index/_0.cfs");
    assertThat(server.bytes()).isLessThan(5_000);
    harbour.assertMirrors(2);
    assertSameAsOrigin("mail.zip", "salts", "places", "manifest", "index/_0.cfs");
    assertThat(harbour.path("mirror/staging/remains/1")).doesNotExist();

    server.forget();
    origin.withdraw(1, 8);
    harbour.sync(server);
    assertThat(server.requests()).hasSize(4);
    harbour.assertMirrors(2);
    assertSameAsOrigin("mail.zip", "salts", "places");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mail.zip", "salts", "places"})
  void fetchesWhatItHoldsRotten(String name) throws IOException {
    Path file = harbour.path("mirror/public/releases/1").resolve(name);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    origin.withdraw(1, 7);
    MirrorReport report = harbour.sync(server);
    assertThat(report.outcome()).isEqualTo(Outcome.CURRENT);
    assertThat(report.faults()).isEmpty();
    assertThat(report.notes()).anyMatch(n -> n.contains("is not as it is signed"));
    assertThat(server.requests()).contains("releases/1/" + name);
    harbour.assertMirrors(2);
    assertSameAsOrigin("mail.zip", "salts", "places");
  }

  @Test
  void fetchesAllWhereItHoldsNothingThatCanBeRead() throws IOException {
    Files.delete(harbour.path("mirror/public/releases/1/places"));
    origin.withdraw(1, 7);
    assertThat(harbour.sync(server).outcome()).isEqualTo(Outcome.CURRENT);
    assertThat(server.requests()).contains("releases/1/mail.zip", "releases/1/places");
    harbour.assertMirrors(2);
  }

  @Test
  void goesOnAfterAStopAtAnyMoment() throws IOException {
    origin.withdraw(1, 7);
    int stops = 0;
    for (int after = 0; ; after += 1 + after / 8) {
      int looks = after;
      CheckMonitor stop =
          new CheckMonitor() {
            private int left = looks;

            @Override
            public synchronized boolean isCancelled() {
              return left-- <= 0;
            }

            @Override
            public void progress(long bytes) {}
          };
      try {
        assertThat(new Mirror(harbour.options(server)).sync(stop).outcome())
            .isEqualTo(Outcome.CURRENT);
        break;
      } catch (InterruptedIOException e) {
        stops++;
        assertThat(harbour.mirrored().history().withdrawals(1)).isEmpty();
      }
    }
    assertThat(stops).isGreaterThan(5);
    harbour.assertMirrors(2);
    assertThat(server.requests()).noneMatch(p -> p.endsWith("mail.zip"));
  }

  private void assertSameAsOrigin(String... names) throws IOException {
    for (String name : names) {
      assertThat(harbour.path("mirror/public/releases/1").resolve(name))
          .hasSameBinaryContentAs(harbour.path("origin/releases/1").resolve(name));
    }
  }
}
