package broadside.archive.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import broadside.archive.Publication;
import broadside.archive.mirror.MirrorReport.Outcome;
import broadside.archive.release.ByteCount;
import broadside.archive.release.CheckMonitor;
import broadside.archive.release.ReleaseException;
import broadside.archive.release.ReleaseSample;
import broadside.archive.release.SampleLog;
import broadside.proof.log.Tile;
import broadside.proof.note.Cosignature;
import broadside.proof.note.KeyType;
import broadside.proof.note.SigningKey;
import broadside.proof.release.SignatureVerdict;
import broadside.proof.statement.Correction;
import broadside.proof.statement.Verdicts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MirrorTest extends MirrorCase {
  private static final Duration HOUR = Duration.ofHours(1);

  @BeforeEach
  void publish() throws IOException {
    serve(1, 1, true);
  }

  @Test
  void copiesEveryFileThatTheOriginSigned() throws IOException {
    MirrorReport report = harbour.sync(server);
    assertThat(report.outcome()).isEqualTo(Outcome.UPDATED);
    assertThat(report.faults()).isEmpty();
    assertThat(report.isFirst()).isTrue();
    assertThat(report.publication()).isEqualTo(origin.log().policy().hash());
    assertThat(report.taken()).containsExactly(1, 2);
    harbour.assertMirrors(2);
    try (Stream<Path> all = Files.walk(harbour.path("origin"))) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String name = harbour.path("origin").relativize(file).toString();
        if (!name.contains(".p/")) { // partial tiles of earlier checkpoints
          assertThat(harbour.path("mirror/public").resolve(name)).hasSameBinaryContentAs(file);
        }
      }
    }
  }

  @Test
  void saysBeforeTheFirstByteHowManyAreToCome() throws IOException {
    ByteCount first = new ByteCount();
    assertThat(harbour.sync(first, server).outcome()).isEqualTo(Outcome.UPDATED);
    assertThat(first.told()).isPositive();
    ByteCount nothing = new ByteCount();
    assertThat(harbour.sync(nothing, server).outcome()).isEqualTo(Outcome.CURRENT);
    assertThat(nothing.told()).isZero();
  }

  /** One list that nobody has must not keep back what can be had. */
  @Test
  void bringsWhatItCanWhereAListIsMissing() throws IOException {
    server.answer("releases/2/SHA256SUMS", e -> FileServer.send(e, 404, new byte[0]));
    assertThat(harbour.sync(server).faults())
        .singleElement()
        .satisfies(fault -> assertThat(fault.sentence()).contains("releases/2/SHA256SUMS"));
    assertThat(harbour.path("mirror/staging/releases/1/mail.zip")).exists();
    server.forget();
    server.answer(
        "releases/2/SHA256SUMS",
        e -> FileServer.send(e, 200, harbour.origin("releases/2/SHA256SUMS")));
    assertThat(harbour.sync(server).outcome()).isEqualTo(Outcome.UPDATED);
    assertThat(server.requests()).doesNotContain("releases/1/mail.zip");
    harbour.assertMirrors(2);
  }

  @Test
  void asksForTwoFilesWhereNothingIsNew() throws IOException {
    harbour.sync(server);
    server.forget();
    MirrorReport report = harbour.sync(server);
    assertThat(report.outcome()).isEqualTo(Outcome.CURRENT);
    assertThat(report.requests()).isEqualTo(2);
    assertThat(server.requests()).containsExactly("checkpoint", "schedule");
  }

  @Test
  @Tag("slow")
  void fetchesOfANewReleaseItsOwnBytesOnly() throws IOException {
    harbour.sync(server);
    server.forget();
    origin.release("Third", 20);
    MirrorReport report = harbour.sync(server);
    assertThat(report.outcome()).isEqualTo(Outcome.UPDATED);
    assertThat(report.taken()).containsExactly(3);
    harbour.assertMirrors(3);
    assertThat(server.requests())
        .allMatch(p ->
            p.startsWith("releases/3/")
                || p.equals("checkpoint")
                || p.equals("schedule")
                || p.startsWith("tile/entries/"));
    assertThat(server.bytes()).isLessThan(size("origin/releases/3") + 10_000);
  }

  @Test
  @Tag("slow")
  void followsALogOfManyEntries() throws IOException {
    harbour.sync(server);
    int number = 0;
    for (int more : new int[] {250, 3, 300, 1}) {
      List<byte[]> entries = new ArrayList<>();
      for (int i = 0; i < more; i++) {
        entries.add(origin.log().signed(correction("Notice " + ++number)).encode());
      }
      origin.log().append(entries);
      assertThat(harbour.sync(server).outcome()).isEqualTo(Outcome.CURRENT);
      assertThat(harbour.mirrored().history().corrections()).hasSize(number);
    }
    harbour.assertMirrors(2);
  }

  /** Each of the first four answers waits until all four were asked for. */
  @Test
  @Tag("slow")
  void fetchesFourBundlesAtATime() throws IOException {
    List<byte[]> entries = new ArrayList<>();
    for (int i = 0; i < 6 * Tile.FULL; i++) {
      entries.add(origin.log().signed(correction("Notice " + i)).encode());
    }
    origin.log().append(entries);
    CountDownLatch asked = new CountDownLatch(4);
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    for (int i = 0; i < 6; i++) {
      String path = Tile.bundle((long) i * Tile.FULL, 6L * Tile.FULL).entriesPath();
      byte[] bundle = harbour.origin(path);
      server.answer(
          path,
          e -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            asked.countDown();
            boolean areFour = isDown(asked);
            now.decrementAndGet();
            FileServer.send(e, areFour ? 200 : 500, areFour ? bundle : new byte[0]);
          });
    }
    MirrorReport report = harbour.sync(server);
    assertThat(report.faults()).isEmpty();
    assertThat(most).hasValue(Harbour.LIMITS.parallel());
    assertThat(harbour.mirrored().history().corrections()).hasSize(6 * Tile.FULL);
    harbour.assertMirrors(2);
  }

  private static boolean isDown(CountDownLatch latch) {
    try {
      return latch.await(600, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static final SignatureVerdict PASS =
      new SignatureVerdict("pass", 0, "example.org", "s1", "file", "");
  private static final SignatureVerdict FAIL =
      new SignatureVerdict("fail-body", 0, "example.org", "s1", "", "");

  private Correction correction(String title) throws IOException {
    return origin.log().correction(Correction.Subject.RELEASE, 1, title);
  }

  @Test
  @Tag("slow")
  void bringsListsOfVerdictsAndTellsReadersOfThem() throws IOException {
    harbour.sync(server);
    SampleLog log = origin.log();
    log.append(log.signed(log.verdicts(1, 3, List.of(PASS))).encode());
    log.append(log.signed(log.verdicts(2, 14, List.of())).encode());
    assertThat(harbour.sync(server).faults()).isEmpty();
    harbour.assertMirrors(2);
    try (Publication publication = Publication.open(harbour.path("mirror/public"))) {
      assertThat(publication.mail(3).line().dkim()).isNull();
      assertThat(publication.mail(3).dkim()).containsExactly(PASS);
      assertThat(publication.mail(14).dkim()).isEmpty();
      assertThat(publication.mail(4).dkim()).isNull();
      log.append(log.signed(log.verdicts(1, 3, List.of(FAIL))).encode());
      harbour.sync(server);
      assertThat(publication.refresh()).isTrue();
      assertThat(publication.mail(3).dkim()).containsExactly(FAIL);
    }
  }

  @Test
  void mendsAListOfVerdictsThatRots() throws IOException {
    SampleLog log = origin.log();
    Verdicts verdicts = log.verdicts(1, 3, List.of(PASS));
    log.append(log.signed(verdicts).encode());
    harbour.sync(server);
    Path list = harbour.path("mirror/public").resolve(verdicts.enclosure().path());
    byte[] whole = Files.readAllBytes(list);
    Files.write(list, Arrays.copyOf(whole, whole.length - 1));
    try (Publication publication = Publication.open(harbour.path("mirror/public"))) {
      assertThat(publication.mail(3).dkim()).isNull();
      assertThat(publication.verdicts().unread())
          .singleElement()
          .asString()
          .contains(verdicts.enclosure().path());
    }
    new Mirror(harbour.options(server)).scrub(CheckMonitor.NONE);
    assertThat(list).hasBinaryContent(whole);
    harbour.assertMirrors(2);
  }

  @Test
  void takesNoListOfVerdictsThatIsAnother() throws IOException {
    SampleLog log = origin.log();
    Verdicts verdicts = log.verdicts(1, 3, List.of(PASS));
    log.append(log.signed(verdicts).encode());
    Files.writeString(
        harbour.path("origin").resolve(verdicts.enclosure().path()), "\n{\"n\":3,\"dkim\":[]}\n");
    MirrorReport report = harbour.sync(server);
    assertThat(report.faults().toString()).contains(verdicts.enclosure().path());
    harbour.assertEmpty();
  }

  @Test
  void passesOnNewerTimesOfWitnesses() throws IOException {
    harbour.sync(server);
    Instant later = ReleaseSample.TIME.plus(Duration.ofMinutes(50));
    origin.log().witnessedAt(later).renew();
    MirrorReport report = harbour.sync(server);
    assertThat(report.outcome()).isEqualTo(Outcome.CURRENT);
    assertThat(report.seen()).isEqualTo(later);
    assertThat(harbour.mirrored().seen().time()).isEqualTo(later);
    origin.log().witnessedAt(ReleaseSample.TIME).renew();
    harbour.sync(server);
    assertThat(harbour.mirrored().seen().time()).isEqualTo(later);
  }

  @Test
  void cosignsWhatItHoldsAndRenewsThatHourly() throws Exception {
    SigningKey key = SigningKey.generate("mirror.example/m", KeyType.COSIGNATURE);
    MirrorOptions options = harbour.options(server).withKey(key);
    new Mirror(options).sync(CheckMonitor.NONE);
    assertThat(time(key)).isEqualTo(Harbour.CLOCK.instant());
    new Mirror(options.withClock(Harbour.after(Duration.ofMinutes(59)))).sync(CheckMonitor.NONE);
    assertThat(time(key)).isEqualTo(Harbour.CLOCK.instant());
    server.close();
    new Mirror(options.withClock(Harbour.after(Duration.ofMinutes(61)))).sync(CheckMonitor.NONE);
    assertThat(time(key)).isEqualTo(Harbour.after(Duration.ofMinutes(61)).instant());
  }

  private Instant time(SigningKey key) throws Exception {
    return Cosignature.times(harbour.mirrored().note(), List.of(key.verifier()))
        .get(key.verifier().publicKey());
  }

  @Test
  void refusesAnotherPublicationThanTheOneThatItIsAskedFor() throws IOException {
    MirrorOptions options = harbour.options(server).withPublication("0".repeat(64));
    MirrorReport report = new Mirror(options).sync(CheckMonitor.NONE);
    assertThat(report.outcome()).isEqualTo(Outcome.FORGED);
    assertThat(report.faults().getFirst().sentence()).contains("another publication");
    harbour.assertEmpty();
  }

  @Test
  @Tag("slow")
  void keepsToThePublicationThatItBeganWith() throws IOException {
    harbour.sync(server);
    assertThatThrownBy(() ->
            new Mirror(harbour.options(server).withPublication("0".repeat(64)))
                .sync(CheckMonitor.NONE))
        .isInstanceOf(ReleaseException.class)
        .hasMessageContaining("take another directory");
    ReleaseSample.in(harbour.path("other")).release("Other", 1);
    MirrorReport report = harbour.sync(harbour.serve("other"));
    assertThat(report.outcome()).isEqualTo(Outcome.FORGED);
    harbour.assertMirrors(2);
  }

  @Test
  void saysThatAnOriginHasNoReleaseYet() throws IOException {
    ReleaseSample.in(harbour.path("new"));
    MirrorReport report = harbour.sync(harbour.serve("new"));
    assertThat(report.outcome()).isEqualTo(Outcome.INCOMPLETE);
    assertThat(report.faults().getFirst().sentence()).contains("no release yet");
  }

  @Test
  void saysThatNobodyAnswers() throws IOException {
    server.close();
    MirrorReport report = harbour.sync(server);
    assertThat(report.outcome()).isEqualTo(Outcome.UNREACHABLE);
    assertThat(report.faults().getFirst().sentence()).endsWith("cannot be reached.");
  }

  /** It takes connections and says nothing, for as long as it likes. */
  @Test
  @Tag("slow")
  @Timeout(120)
  void whoGivesNoAnswerIsNotWaitedForWhileOthersDo() throws IOException {
    try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Upstream silent = Upstream.of("http://127.0.0.1:" + mute.getLocalPort() + "/");
      Mirror mirror =
          new Mirror(
              MirrorOptions.of(harbour.path("mirror"), List.of(silent, server.upstream()))
                  .withLimits(MirrorLimits.DEFAULT.withTimes(HOUR, HOUR, 0))
                  .withClock(Harbour.CLOCK));
      for (Outcome outcome : List.of(Outcome.UPDATED, Outcome.CURRENT)) {
        MirrorReport report = mirror.sync(CheckMonitor.NONE);
        assertThat(report.outcome()).isEqualTo(outcome);
        assertThat(report.faults())
            .extracting(Fault::sentence)
            .containsExactly(silent + " gives no answer, while others do.");
      }
      harbour.assertMirrors(2);
    }
  }

  @Test
  void takesFromTheNextWhatTheFirstLacks() throws IOException {
    FileServer second = harbour.serve("origin");
    server.answer("releases/1/mail.zip", e -> FileServer.send(e, 404, new byte[0]));
    MirrorReport report = harbour.sync(server, second);
    assertThat(report.outcome()).isEqualTo(Outcome.UPDATED);
    assertThat(report.faults()).extracting(Fault::kind).containsExactly(Fault.Kind.INCOMPLETE);
    harbour.assertMirrors(2);
  }

  @Test
  @Tag("slow")
  void goesOnWhereADownloadWasCut() throws IOException {
    byte[] zip = harbour.origin("releases/1/mail.zip");
    int cut = zip.length / 3;
    AtomicInteger calls = new AtomicInteger();
    List<String> ranges = new CopyOnWriteArrayList<>();
    server.answer(
        "releases/1/mail.zip",
        e -> {
          String range = e.getRequestHeaders().getFirst("Range");
          ranges.add(String.valueOf(range));
          int from = range == null ? 0 : Integer.parseInt(range.replaceAll("[^0-9]", ""));
          if (from > 0) {
            e.getResponseHeaders()
                .set("Content-Range", "bytes %d-%d/%d".formatted(from, zip.length - 1, zip.length));
          }
          e.sendResponseHeaders(from > 0 ? 206 : 200, zip.length - from);
          int end = calls.incrementAndGet() < 3 ? Math.min(zip.length, from + cut) : zip.length;
          e.getResponseBody().write(Arrays.copyOfRange(zip, from, end));
          e.getResponseBody().flush();
          if (end < zip.length) {
            throw new IOException("cut");
          }
        });
    MirrorReport report = harbour.sync(server);
    assertThat(report.faults()).isEmpty();
    harbour.assertMirrors(2);
    assertThat(ranges)
        .containsExactly("null", "bytes=%d-".formatted(cut), "bytes=%d-".formatted(2 * cut));
    assertThat(report.bytes()).isLessThan(size("origin") + 100); // nothing came twice
  }

  @Test
  @Tag("slow")
  void goesOnInTheNextRunWithWhatCameBeforeACut() throws IOException {
    byte[] zip = harbour.origin("releases/1/mail.zip");
    int cut = zip.length / 2;
    server.answer(
        "releases/1/mail.zip",
        e -> {
          if (e.getRequestHeaders().getFirst("Range") != null) {
            e.sendResponseHeaders(500, -1);
            return;
          }
          e.sendResponseHeaders(200, zip.length);
          e.getResponseBody().write(Arrays.copyOf(zip, cut));
          e.getResponseBody().flush();
          throw new IOException("cut");
        });
    assertThat(harbour.sync(server).outcome()).isEqualTo(Outcome.UNREACHABLE);
    harbour.assertEmpty();
    server.behave();
    server.forget();
    assertThat(harbour.sync(server).outcome()).isEqualTo(Outcome.UPDATED);
    harbour.assertMirrors(2);
    long others = zip.length - cut + size("origin/releases/2") + 20_000;
    assertThat(server.bytes()).isLessThan(others);
    assertThat(server.requests()).filteredOn(p -> p.startsWith("releases/1/index")).isEmpty();
  }

  private long size(String name) throws IOException {
    try (Stream<Path> all = Files.walk(harbour.path(name))) {
      long bytes = 0;
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
      return bytes;
    }
  }
}
