package broadside.archive.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.mirror.MirrorReport.Outcome;
import broadside.archive.release.CheckMonitor;
import broadside.archive.release.ReleaseSample;
import broadside.proof.release.Reason;
import broadside.proof.statement.Withdrawal;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
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
  @Tag("slow")
  void makesTheNewFilesOfThoseThatItHolds() throws IOException {
    origin.withdraw(1, 7, 250);
    MirrorReport report = harbour.sync(server);
    assertThat(report.outcome()).isEqualTo(Outcome.CURRENT);
    assertThat(server.requests())
        .containsExactlyInAnyOrder(
            "checkpoint",
            "schedule",
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
    assertThat(server.requests()).hasSize(5);
    harbour.assertMirrors(2);
    assertSameAsOrigin("mail.zip", "salts", "places");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mail.zip", "salts", "places"})
  @Tag("slow")
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
  @Tag("slow")
  void fetchesAllWhereItHoldsNothingThatCanBeRead() throws IOException {
    Files.delete(harbour.path("mirror/public/releases/1/places"));
    origin.withdraw(1, 7);
    assertThat(harbour.sync(server).outcome()).isEqualTo(Outcome.CURRENT);
    assertThat(server.requests()).contains("releases/1/mail.zip", "releases/1/places");
    harbour.assertMirrors(2);
  }

  @Test
  @Tag("slow")
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

  @Test
  @Tag("slow")
  void asksItsOperatorBeforeItFollowsAMassWithdrawal() throws IOException {
    origin.withdraw(1, 1, 2, 3, 4, 5);
    server.forget();
    for (int run = 0; run < 2; run++) {
      MirrorReport report = harbour.sync(server);
      assertThat(report.outcome()).isEqualTo(Outcome.WAITING);
      assertThat(report.faults()).isEmpty();
      assertThat(report.notes())
          .singleElement()
          .asString()
          .startsWith("The editors take back 5 mails of release 1. ")
          .contains("--accept-withdrawals");
      harbour.assertMirrors(2);
      assertThat(harbour.mirrored().history().withdrawals(1)).isEmpty();
    }
    assertThat(server.requests()).noneMatch(p -> p.startsWith("releases/"));
    // nor does it take what comes after
    origin.release("Third", 1);
    assertThat(harbour.sync(server).outcome()).isEqualTo(Outcome.WAITING);
    harbour.assertMirrors(2);
    assertThat(agreed().outcome()).isEqualTo(Outcome.UPDATED);
    harbour.assertMirrors(3);
    assertSameAsOrigin("mail.zip");
    assertThat(harbour.sync(server).outcome()).isEqualTo(Outcome.CURRENT);
  }

  @Test
  @Tag("slow")
  void countsWhatWentWithinAWeek() throws IOException {
    origin.withdraw(1, 1, 2);
    assertThat(harbour.sync(server).outcome()).isEqualTo(Outcome.CURRENT);
    origin.withdraw(1, 3, 4, 5);
    MirrorReport report = syncAfter(Duration.ofDays(6));
    assertThat(report.outcome()).isEqualTo(Outcome.WAITING);
    assertThat(report.notes().getFirst())
        .startsWith("The editors take back 3 mails of release 1, after 2 that went before. ");
    assertThat(syncAfter(Duration.ofDays(8)).notes())
        .noneMatch(n -> n.contains("--accept-withdrawals"));
    assertThat(harbour.mirrored().history().withdrawals(1)).hasSize(2);
  }

  /** One in a hundred of none of them, and more than twenty of all. */
  @Test
  @Tag("slow")
  void countsTheReleasesTogether() throws IOException {
    origin.release("Third", 1_000);
    origin.release("Fourth", 1_200);
    harbour.sync(server);
    origin.withdraw(3, 404, 405, 406, 407, 408, 409, 410, 411, 412, 413);
    origin.withdraw(4, 1404, 1405, 1406, 1407, 1408, 1409, 1410, 1411, 1412, 1413);
    origin.copyTo(harbour.path("twenty"));
    origin.withdraw(4, 1414);
    MirrorReport report = harbour.sync(server);
    assertThat(report.outcome()).isEqualTo(Outcome.WAITING);
    assertThat(report.notes().getFirst())
        .startsWith("The editors take back 21 mails of releases 3, 4. ");
    assertThat(harbour.sync(harbour.serve("twenty")).outcome()).isEqualTo(Outcome.CURRENT);
    harbour.assertMirrors(4);
  }

  /** Who may put anything in the place of all mails has no need to withdraw them. */
  @Test
  void countsMailsInWhosePlaceOthersCome() throws IOException {
    List<Withdrawal.Taken> taken =
        LongStream.rangeClosed(1, 30)
            .mapToObj(n -> new Withdrawal.Taken(n, Reason.SAFETY, "0".repeat(64)))
            .toList();
    String publication = origin.log().policy().hash();
    origin
        .log()
        .append(
            origin
                .log()
                .signed(
                    new Withdrawal(
                        publication, 1, 1, 1, taken, 100, "0".repeat(64), ReleaseSample.TIME))
                .encode());
    MirrorReport report = harbour.sync(server);
    assertThat(report.outcome()).isEqualTo(Outcome.WAITING);
    assertThat(report.notes().getFirst()).startsWith("The editors take back 30 mails");
  }

  @Test
  @Tag("slow")
  void keepsWhatAReleaseWasForThirtyDays() throws IOException {
    origin.withdraw(1, 7);
    harbour.sync(server);
    Path former = harbour.path("mirror/withdrawn/1-" + Harbour.CLOCK.instant().getEpochSecond());
    byte[] zip = Files.readAllBytes(former.resolve("mail.zip"));
    assertThat(zip.length)
        .isGreaterThan((int) Files.size(harbour.path("mirror/public/releases/1/mail.zip")));
    syncAfter(Former.KEPT);
    assertThat(former.resolve("mail.zip")).hasBinaryContent(zip);
    syncAfter(Former.KEPT.plusSeconds(1));
    assertThat(harbour.path("mirror/withdrawn")).isEmptyDirectory();
    harbour.assertMirrors(2);
  }

  /** No other user of the machine reads there what is in no reader's sight any more. */
  @Test
  void nobodyElseReadsWhatAReleaseWas() throws IOException {
    origin.withdraw(1, 7);
    harbour.sync(server);
    Path withdrawn = harbour.path("mirror/withdrawn");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(withdrawn)))
        .isEqualTo("rwx------");
    Files.setPosixFilePermissions(withdrawn, PosixFilePermissions.fromString("rwxr-xr-x"));
    new Mirror(harbour.options(server).withClock(Harbour.after(Former.KEPT))).purge();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(withdrawn)))
        .isEqualTo("rwx------");
    assertThat(withdrawn).isNotEmptyDirectory();
    new Mirror(harbour.options(server).withClock(Harbour.after(Former.KEPT.plusSeconds(1))))
        .purge();
    assertThat(withdrawn).isEmptyDirectory();
  }

  @Test
  @Tag("slow")
  void keepsNothingForEverSinceAClockWasAhead() throws IOException {
    origin.withdraw(1, 7);
    syncAfter(Duration.ofDays(20_000));
    Path withdrawn = harbour.path("mirror/withdrawn");
    syncAfter(Duration.ZERO);
    assertThat(withdrawn.resolve("1-" + Harbour.CLOCK.instant().getEpochSecond()))
        .isNotEmptyDirectory();
    syncAfter(Former.KEPT);
    assertThat(withdrawn).isNotEmptyDirectory();
    syncAfter(Former.KEPT.plusSeconds(1));
    assertThat(withdrawn).isEmptyDirectory();
  }

  /** A scrub that has to build the log anew knows all the same what was held. */
  @Test
  void asksBeforeItFollowsAMassWithdrawalThoughTheLogIsDamaged() throws IOException {
    byte[] zip = Files.readAllBytes(harbour.path("mirror/public/releases/1/mail.zip"));
    origin.withdraw(1, 1, 2, 3, 4, 5);
    Files.delete(harbour.path("mirror/public/checkpoint"));
    for (int run = 0; run < 2; run++) {
      MirrorReport report = new Mirror(harbour.options(server)).scrub(CheckMonitor.NONE);
      assertThat(report.outcome()).isEqualTo(Outcome.WAITING);
      assertThat(report.notes())
          .anyMatch(note -> note.startsWith("The editors take back 5 mails of release 1. "));
      harbour.assertEmpty();
    }
    MirrorReport report = agreed();
    assertThat(report.notes()).anyMatch(note -> note.startsWith("From release 1 5 mails were"));
    harbour.assertMirrors(2);
    assertThat(harbour.path("mirror/withdrawn"))
        .isDirectoryContaining(former -> former.getFileName().toString().startsWith("1-"))
        .isDirectoryNotContaining(former -> former.getFileName().toString().startsWith("2-"));
    Path former = harbour.path("mirror/withdrawn/1-" + Harbour.CLOCK.instant().getEpochSecond());
    assertThat(former.resolve("mail.zip")).hasBinaryContent(zip);
    assertThat(harbour.path("mirror/staging/down")).doesNotExist();
  }

  @Test
  @Tag("slow")
  void keepsWhatAReleaseWasThoughTheLogIsDamaged() throws IOException {
    byte[] zip = Files.readAllBytes(harbour.path("mirror/public/releases/1/mail.zip"));
    origin.withdraw(1, 7);
    Files.delete(harbour.path("mirror/public/checkpoint"));
    server.forget();
    MirrorReport report = new Mirror(harbour.options(server)).scrub(CheckMonitor.NONE);
    assertThat(report.outcome()).isEqualTo(Outcome.UPDATED);
    assertThat(server.requests()).noneMatch(p -> p.endsWith("mail.zip"));
    harbour.assertMirrors(2);
    Path former = harbour.path("mirror/withdrawn/1-" + Harbour.CLOCK.instant().getEpochSecond());
    assertThat(former.resolve("mail.zip")).hasBinaryContent(zip);
    assertSameAsOrigin("mail.zip", "salts", "places");
  }

  private MirrorReport agreed() throws IOException {
    return new Mirror(harbour.options(server).withWithdrawals(true)).sync(CheckMonitor.NONE);
  }

  private MirrorReport syncAfter(Duration time) throws IOException {
    return new Mirror(harbour.options(server).withClock(Harbour.after(time)))
        .sync(CheckMonitor.NONE);
  }

  private void assertSameAsOrigin(String... names) throws IOException {
    for (String name : names) {
      assertThat(harbour.path("mirror/public/releases/1").resolve(name))
          .hasSameBinaryContentAs(harbour.path("origin/releases/1").resolve(name));
    }
  }
}
