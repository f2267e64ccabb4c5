package broadside.archive.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.Publication;
import broadside.archive.mirror.MirrorReport.Outcome;
import broadside.archive.release.CheckMonitor;
import broadside.archive.release.Durable;
import broadside.archive.release.ReleaseSample;
import broadside.archive.verify.MailProofs;
import broadside.proof.release.Reason;
import broadside.proof.statement.Withdrawal;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
      assertThat(agreement(report)).isEqualTo(agreement(harbour.sync(server)));
      assertThat(report.notes())
          .anyMatch(n -> n.startsWith("The editors take back 5 mails of release 1. "));
      harbour.assertMirrors(2);
      assertThat(harbour.mirrored().history().withdrawals(1)).isEmpty();
    }
    assertThat(server.requests()).noneMatch(p -> p.startsWith("releases/"));
    // nor does it take what comes after
    origin.release("Third", 1);
    MirrorReport waiting = harbour.sync(server);
    assertThat(waiting.outcome()).isEqualTo(Outcome.WAITING);
    harbour.assertMirrors(2);
    assertThat(agreed(agreement(waiting)).outcome()).isEqualTo(Outcome.UPDATED);
    harbour.assertMirrors(3);
    assertSameAsOrigin("mail.zip");
    assertThat(harbour.sync(server).outcome()).isEqualTo(Outcome.CURRENT);
  }

  @Test
  @Tag("slow")
  void countsWhatWentWithinAWeek() throws IOException {
    origin.withdraw(1, 1, 2);
    assertThat(harbour.sync(server).outcome()).isEqualTo(Outcome.CURRENT);
    Durable.deleteTree(harbour.path("mirror/withdrawn")); // as an operator may
    origin.withdraw(1, 3, 4, 5);
    MirrorReport report = syncAfter(Duration.ofDays(6));
    assertThat(report.outcome()).isEqualTo(Outcome.WAITING);
    assertThat(report.notes())
        .anyMatch(n ->
            n.startsWith("The editors take back 3 mails of release 1, after 2 that went before. "));
    // the clock here has jumped: no witness has seen such a day
    assertThat(syncAfter(Duration.ofDays(8)).outcome()).isEqualTo(Outcome.WAITING);
    seenAfter(Duration.ofDays(8));
    assertThat(harbour.sync(server).outcome())
        .as("nor is theirs enough")
        .isEqualTo(Outcome.WAITING);
    assertThat(syncAfter(Duration.ofDays(8)).notes())
        .noneMatch(n -> n.contains("--accept-withdrawals"));
    assertThat(harbour.mirrored().history().withdrawals(1)).hasSize(2);
  }

  /** The origin's witness sees the log so much later. */
  private void seenAfter(Duration time) throws IOException {
    origin.log().witnessedAt(Harbour.after(time).instant()).renew();
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
    assertThat(report.notes())
        .anyMatch(n -> n.startsWith("The editors take back 21 mails of releases 3, 4. "));
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
    assertThat(report.notes()).anyMatch(n -> n.startsWith("The editors take back 30 mails"));
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
    syncAfter(Former.KEPT.multipliedBy(2)); // the clock here alone says so
    assertThat(former.resolve("mail.zip")).hasBinaryContent(zip);
    harbour.assertMirrors(2);
    seenAfter(Former.KEPT.plusSeconds(1));
    harbour.sync(server);
    assertThat(former.resolve("mail.zip")).hasBinaryContent(zip);
    syncAfter(Former.KEPT.plusSeconds(1)); // learns what the witness has seen
    syncAfter(Former.KEPT.plusSeconds(1));
    assertThat(harbour.path("mirror/withdrawn")).isEmptyDirectory();
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
    seenAfter(Former.KEPT.plusSeconds(1));
    syncAfter(Former.KEPT);
    assertThat(withdrawn).isNotEmptyDirectory();
    syncAfter(Former.KEPT.plusSeconds(1));
    assertThat(withdrawn).isEmptyDirectory();
  }

  /** A scrub that has to build the log anew knows all the same what was held. */
  @Test
  @Tag("slow")
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
    MirrorReport waiting = new Mirror(harbour.options(server)).scrub(CheckMonitor.NONE);
    MirrorReport report = agreed(agreement(waiting));
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

  private MirrorReport agreed(String value) throws IOException {
    return new Mirror(harbour.options(server).withWithdrawals(value)).sync(CheckMonitor.NONE);
  }

  /** What a mirror that asks says is to be given. */
  private static String agreement(MirrorReport report) {
    Pattern value = Pattern.compile("--accept-withdrawals ([0-9a-f]{16})\\)");
    return report.notes().stream()
        .map(value::matcher)
        .filter(Matcher::find)
        .map(found -> found.group(1))
        .findFirst()
        .orElseThrow();
  }

  /** What is agreed to is what was named, and nothing that came after it. */
  @Test
  @Tag("slow")
  void anAgreementIsToWhatWasNamed() throws IOException {
    origin.withdraw(1, 1, 2, 3, 4, 5);
    String first = agreement(harbour.sync(server));
    origin.release("Third", 1);
    assertThat(agreement(harbour.sync(server))).as("nothing more is taken back").isEqualTo(first);
    origin.withdraw(1, 6);
    MirrorReport report = agreed(first);
    assertThat(report.outcome()).isEqualTo(Outcome.WAITING);
    assertThat(report.notes())
        .anyMatch(n -> n.contains("What you agreed to, " + first + ", was something else"));
    assertThat(agreement(report)).isNotEqualTo(first);
    assertThat(harbour.mirrored().history().withdrawals(1)).isEmpty();
    assertThat(agreed(agreement(report)).outcome()).isEqualTo(Outcome.UPDATED);
    harbour.assertMirrors(3);
  }

  /** Nobody is to read it for as long as some other file of the same state cannot be had. */
  @Test
  @Tag("slow")
  void hidesWhatIsTakenBackBeforeAllFilesCanBeHad() throws IOException {
    origin.withdraw(1, 7);
    origin.release("Third", 3);
    server.answer("releases/3/mail.zip", exchange -> FileServer.send(exchange, 404, new byte[0]));
    try (Publication readers = Publication.open(harbour.path("mirror/public"))) {
      assertThat(readers.mail(7).eml()).isNotNull();
      MirrorReport report = harbour.sync(server);
      assertThat(report.outcome()).isEqualTo(Outcome.INCOMPLETE);
      assertThat(report.notes()).anyMatch(n -> n.startsWith("1 mail was taken back, and shown to"));
      assertThat(readers.refresh()).isTrue();
      assertHidden(readers);
      assertThat(readers.refresh()).isFalse();
    }
    harbour.assertMirrors(2);
    // also where nobody shows that state any more
    server.answer("checkpoint", exchange -> FileServer.send(exchange, 404, new byte[0]));
    harbour.sync(server);
    try (Publication readers = Publication.open(harbour.path("mirror/public"))) {
      assertHidden(readers);
      server.behave();
      assertThat(harbour.sync(server).outcome()).isEqualTo(Outcome.UPDATED);
      assertThat(harbour.path("mirror/public.hidden")).doesNotExist();
      readers.refresh();
      assertThat(readers.releases()).hasSize(3);
      assertThat(readers.mail(7).eml()).isNull();
      assertThat(readers.hidden(1)).isEmpty();
    }
    harbour.assertMirrors(3);
  }

  private void assertHidden(Publication readers) throws IOException {
    assertThat(readers.releases()).hasSize(2);
    assertThat(readers.mail(7).eml()).isNull();
    assertThat(readers.mail(7).act()).isNotNull();
    assertThat(readers.mail(8).eml()).isNotNull();
    assertThat(readers.hidden(1)).containsExactly(7L);
    assertThat(readers.hidden(2)).isEmpty();
    MailProofs proofs = new MailProofs(readers, harbour.path("mirror/public"));
    assertThat(proofs.of(7)).isNull();
    assertThat(proofs.of(8)).isNotNull();
  }

  /** A coerced quorum of editors is no kill switch: what needs the operator's yes hides nothing. */
  @Test
  void hidesNothingBeforeTheOperatorAgrees() throws IOException {
    origin.withdraw(1, 1, 2, 3, 4, 5);
    assertThat(harbour.sync(server).outcome()).isEqualTo(Outcome.WAITING);
    assertThat(harbour.path("mirror/public.hidden")).doesNotExist();
    try (Publication readers = Publication.open(harbour.path("mirror/public"))) {
      assertThat(readers.mail(1).eml()).isNotNull();
    }
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
