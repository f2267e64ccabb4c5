package broadside.archive.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.log.Tree;
import broadside.archive.mirror.MirrorReport.Outcome;
import broadside.archive.release.CheckMonitor;
import broadside.archive.release.ReleaseSample;
import broadside.archive.verify.Audit;
import broadside.archive.verify.Finding;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each attack on a mirror: refused, told in one sentence, the next upstream tried. */
class MirrorAttackTest extends MirrorCase {
  private static final byte[] PORTAL =
      "<!DOCTYPE html><html><title>Free Wi-Fi</title>Please log in</html>"
          .getBytes(StandardCharsets.US_ASCII);

  @BeforeEach
  void publish() throws IOException {
    serve(2, 2, true);
  }

  @Test
  void freezeIsToldAsStale() throws IOException {
    harbour.sync(server);
    Clock later = Clock.fixed(ReleaseSample.TIME.plus(Duration.ofHours(25)), ZoneOffset.UTC);
    MirrorReport report =
        new Mirror(harbour.options(server).withClock(later)).sync(CheckMonitor.NONE);
    assertThat(report.outcome()).isEqualTo(Outcome.STALE);
    assertThat(report.seen()).isEqualTo(ReleaseSample.TIME);
  }

  @Test
  void rollbackChangesNothing() throws IOException {
    origin.copyTo(harbour.path("old"));
    origin.release("Third", 2);
    harbour.sync(server);
    FileServer old = harbour.serve("old");
    MirrorReport report = harbour.sync(old);
    assertThat(report.outcome()).isEqualTo(Outcome.STALE);
    assertThat(report.faults()).extracting(Fault::kind).containsExactly(Fault.Kind.BEHIND);
    assertThat(report.faults().getFirst().sentence())
        .isEqualTo(old.upstream() + " is behind: it shows 3 entries of the log where there are 4.");
    harbour.assertMirrors(3);
    assertThat(harbour.sync(old, server).outcome()).isEqualTo(Outcome.CURRENT);
  }

  /** A log's key and its witness were stolen or coerced: two histories, each with its quorum. */
  @Test
  void splitViewIsRefusedAndBothHalvesAreKept() throws IOException {
    ReleaseSample other = origin.copyTo(harbour.path("other"));
    origin.release("Third", 2);
    other.release("Another third", 2);
    harbour.sync(server);
    MirrorReport report = harbour.sync(harbour.serve("other"));
    assertThat(report.outcome()).isEqualTo(Outcome.CONTRADICTION);
    assertContradiction(report);
    // also where it has grown beyond what is held
    other.release("Another fourth", 2);
    report = harbour.sync(harbour.serve("other"), server);
    assertThat(report.outcome()).isEqualTo(Outcome.CONTRADICTION);
    harbour.assertMirrors(3);
    assertThat(Files.readAllBytes(harbour.path("mirror/public/releases/3/statement")))
        .isEqualTo(harbour.origin("releases/3/statement"));
  }

  @Test
  void splitViewIsSeenOnFirstUse() throws IOException {
    ReleaseSample other = origin.copyTo(harbour.path("other"));
    origin.release("Third", 2);
    other.release("Another third", 2);
    other.release("Another fourth", 2);
    MirrorReport report = harbour.sync(server, harbour.serve("other"));
    assertThat(report.outcome()).isEqualTo(Outcome.CONTRADICTION);
    assertContradiction(report);
    harbour.assertEmpty();
  }

  @Test
  @Tag("slow")
  void branchThatAloneHasItsQuorumIsKept() throws IOException {
    ReleaseSample other = origin.copyTo(harbour.path("other"));
    other.log().witnessedAt(null);
    other.release("Another third", 2);
    harbour.sync(server);
    origin.release("Third", 2);
    harbour.sync(server);
    MirrorReport report = harbour.sync(harbour.serve("other"), server);
    assertThat(report.outcome()).isEqualTo(Outcome.CURRENT);
    assertContradiction(report);
    origin.release("Fourth", 2);
    report = harbour.sync(harbour.serve("other"), server);
    assertThat(report.outcome()).isEqualTo(Outcome.UPDATED);
    harbour.assertMirrors(4);
  }

  /**
   * A thief of the log's key adds entries that no witness has seen: the checkpoint is the trace.
   */
  @Test
  void checkpointsThatWereRefusedAreKept() throws IOException {
    harbour.sync(server);
    ReleaseSample other = origin.copyTo(harbour.path("other"));
    other.log().witnessedAt(null).append(new byte[10]);
    FileServer thief = harbour.serve("other");
    assertRefused(harbour.sync(thief, server), "other", 1);
    assertRefused(harbour.sync(thief, server), "other", 1);
    // one that serves no entries that fit, nor tiles
    other.log().append(new byte[20]);
    thief.answer("tile/entries/000.p/5", FileServer.body(harbour.origin("tile/entries/000.p/3")));
    MirrorReport report = harbour.sync(thief, server);
    assertThat(report.outcome()).isEqualTo(Outcome.CURRENT);
    assertThat(kind(report, thief)).isEqualTo(Fault.Kind.FORGED);
    assertRefused(report, "other", 2);
    harbour.assertMirrors(2);
  }

  @Test
  @Tag("slow")
  void notMoreThanSomeThatWereRefusedAreKept() throws IOException {
    harbour.sync(server);
    ReleaseSample other = origin.copyTo(harbour.path("other"));
    other.log().witnessedAt(null);
    FileServer thief = harbour.serve("other");
    MirrorReport report = null;
    for (int i = 0; i < 66; i++) {
      other.log().append(new byte[1]);
      report = harbour.sync(thief, server);
    }
    assertThat(report.notes()).anyMatch(n -> n.contains("is not kept"));
    assertThat(Staging.list(harbour.path("mirror/refused"))).hasSize(64);
  }

  private void assertRefused(MirrorReport report, String shown, int kept) throws IOException {
    assertThat(report.outcome()).isEqualTo(Outcome.CURRENT);
    Path refused = harbour.path("mirror/refused");
    assertThat(report.notes()).anyMatch(n -> n.contains("is kept in " + refused));
    List<Path> all = Staging.list(refused);
    assertThat(all).hasSize(kept);
    byte[] checkpoint = Files.readAllBytes(harbour.path(shown).resolve("checkpoint"));
    assertThat(all).anyMatch(place -> isOf(place.resolve("other"), checkpoint));
    assertThat(all).allSatisfy(place -> assertThat(place.resolve("said")).isNotEmptyFile());
  }

  private static boolean isOf(Path file, byte[] bytes) {
    try {
      return Arrays.equals(Files.readAllBytes(file), bytes);
    } catch (IOException e) {
      return false;
    }
  }

  private void assertContradiction(MirrorReport report) throws IOException {
    assertThat(report.faults()).extracting(Fault::kind).contains(Fault.Kind.CONTRADICTION);
    assertThat(report.faults().getFirst().sentence()).contains("contradicts");
    try (Stream<Path> pairs = Files.list(harbour.path("mirror/evidence"))) {
      Path pair = pairs.toList().getFirst();
      assertThat(Files.readString(pair.resolve("held"))).startsWith("harbour.example/log\n");
      assertThat(Files.readString(pair.resolve("other")))
          .startsWith("harbour.example/log\n")
          .isNotEqualTo(Files.readString(pair.resolve("held")));
      assertThat(Files.readString(pair.resolve("said"))).contains("contradicts");
    }
  }

  @Test
  @Tag("slow")
  void mixOfTwoStatesIsRefused() throws IOException {
    ReleaseSample other = origin.copyTo(harbour.path("other"));
    harbour.sync(server);
    origin.release("Third", 2);
    other.release("Third", 5);
    server.answer(
        "releases/3/SHA256SUMS",
        FileServer.body(Files.readAllBytes(harbour.path("other/releases/3/SHA256SUMS"))));
    assertTheNextIsAsked(
        " sends more than %d bytes as releases/3/SHA256SUMS: it is not what is signed."
            .formatted(Files.size(harbour.path("origin/releases/3/SHA256SUMS"))));
  }

  @Test
  @Tag("slow")
  void junkOfAStolenLogKeyIsTakenUpToACap() throws IOException {
    harbour.sync(server);
    origin.log().append(new byte[1_000]);
    assertThat(harbour.sync(server).outcome()).isEqualTo(Outcome.CURRENT);
    assertThat(harbour.mirrored().history().voids()).hasSize(1);
    origin.copyTo(harbour.path("before"));
    FileServer before = harbour.serve("before");
    List<byte[]> junk = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      junk.add(new byte[60_000]);
    }
    origin.log().append(junk);
    MirrorReport report = harbour.sync(server);
    assertThat(report.outcome()).isEqualTo(Outcome.FORGED);
    String said =
        " shows a log with more than 1048576 bytes of entries that count for nothing: its key may be stolen.";
    assertSaid(report, Fault.Kind.FORGED, said);
    MirrorReport both = harbour.sync(server, before);
    assertSaid(both, Fault.Kind.FORGED, said);
    assertRefused(both, "origin", 1);
    assertThat(harbour.mirrored().seen().checkpoint().size()).isEqualTo(4);
    MirrorOptions allowed =
        harbour.options(server).withLimits(Harbour.LIMITS.withVoidBytes(2_000_000));
    assertThat(new Mirror(allowed).sync(CheckMonitor.NONE).outcome()).isEqualTo(Outcome.CURRENT);
  }

  @Test
  @Tag("slow")
  void emptyEntriesCountToo() throws IOException {
    List<byte[]> junk = new ArrayList<>();
    for (int i = 0; i < 40_000; i++) {
      junk.add(new byte[0]);
    }
    origin.log().append(junk);
    assertThat(harbour.sync(server).outcome()).isEqualTo(Outcome.FORGED);
    harbour.assertEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"mail.zip", "manifest", "salts", "SHA256SUMS"})
  @Tag("slow")
  void fileOneByteLongerIsTakenFromTheNext(String name) throws IOException {
    byte[] file = harbour.origin("releases/1/" + name);
    server.answer("releases/1/" + name, FileServer.body(Arrays.copyOf(file, file.length + 1)));
    assertTakenFromTheNext("releases/1/" + name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mail.zip", "manifest", "salts", "SHA256SUMS"})
  @Tag("slow")
  void fileWithOneOtherByteIsTakenFromTheNext(String name) throws IOException {
    byte[] file = harbour.origin("releases/1/" + name);
    file[file.length / 2] ^= 1;
    server.answer("releases/1/" + name, FileServer.body(file));
    assertTakenFromTheNext("releases/1/" + name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"releases/2/mail.zip", "releases/2/SHA256SUMS", "checkpoint"})
  @Tag("slow")
  void endlessBodyIsTakenFromTheNext(String path) throws IOException {
    server.answer(path, endless());
    assertTakenFromTheNext(path);
  }

  @Test
  @Tag("slow")
  void corruptedBundleIsRefused() throws IOException {
    byte[] bundle = harbour.origin("tile/entries/000.p/3");
    bundle[bundle.length - 30] ^= 1;
    server.answer("tile/entries/000.p/3", FileServer.body(bundle));
    assertThat(harbour.sync(server).outcome()).isEqualTo(Outcome.FORGED);
    harbour.assertEmpty();
    assertTakenFromTheNext("entries of the log");
  }

  @Test
  void captivePortalIsNoPublication() throws IOException {
    harbour.sync(server);
    for (String path : List.of("checkpoint", "policy/1", "about", "releases/3/SHA256SUMS")) {
      server.answer(path, FileServer.body(PORTAL));
    }
    MirrorReport report = harbour.sync(server);
    assertThat(report.outcome()).isEqualTo(Outcome.UNREACHABLE);
    String said =
        " answers with a web page in the place of the publication: does the network ask for a login?";
    assertSaid(report, Fault.Kind.UNREACHABLE, said);
    MirrorReport both = harbour.sync(server, harbour.serve("origin"));
    assertThat(both.outcome()).isEqualTo(Outcome.CURRENT);
    assertSaid(both, Fault.Kind.UNREACHABLE, said);
    harbour.assertMirrors(2);
  }

  @Test
  void redirectLoopEnds() throws IOException {
    server.answer(
        "checkpoint",
        e -> {
          e.getResponseHeaders().set("Location", "/checkpoint");
          e.sendResponseHeaders(302, -1);
        });
    MirrorReport report = harbour.sync(server, harbour.serve("origin"));
    assertThat(report.outcome()).isEqualTo(Outcome.UPDATED);
    assertSaid(
        report, Fault.Kind.UNREACHABLE, " redirects more than 3 times when asked for checkpoint.");
    harbour.assertMirrors(2);
  }

  @Test
  void redirectElsewhereIsNotFollowed() throws IOException {
    FileServer other = harbour.serve("origin");
    server.answer(
        "checkpoint",
        e -> {
          e.getResponseHeaders().set("Location", other.upstream().base() + "checkpoint");
          e.sendResponseHeaders(302, -1);
        });
    MirrorReport report = harbour.sync(server);
    assertThat(report.outcome()).isEqualTo(Outcome.UNREACHABLE);
    assertSaid(report, Fault.Kind.UNREACHABLE, " redirects elsewhere when asked for checkpoint.");
    assertThat(other.requests()).isEmpty();
  }

  @Test
  @Tag("slow")
  void mailAddedToAZipIsRefused() throws IOException {
    harbour.sync(server);
    forge("mail.zip");
    assertTheNextIsAsked(
        " has releases/3/mail.zip with %d bytes where %d are signed."
            .formatted(
                Files.size(harbour.path("forger/releases/3/mail.zip")),
                Files.size(harbour.path("origin/releases/3/mail.zip"))));
  }

  /** With all that goes with it: files are asked for side by side, and each may be told. */
  @Test
  @Tag("slow")
  void mailAddedToAReleaseIsRefused() throws IOException {
    harbour.sync(server);
    forge("mail.zip", "manifest", "salts", "places");
    MirrorReport report = harbour.sync(server, harbour.serve("origin"));
    assertThat(report.outcome()).isEqualTo(Outcome.UPDATED);
    assertThat(report.faults())
        .isNotEmpty()
        .allSatisfy(fault ->
            assertThat(fault.sentence())
                .startsWith(server.upstream() + " has releases/3/")
                .endsWith(" are signed."));
    assertThirdIsWhole();
  }

  /** The server puts files of another third release, with one mail more, in the place of these. */
  private void forge(String... names) throws IOException {
    ReleaseSample forger = origin.copyTo(harbour.path("forger"));
    origin.release("Third", 2);
    forger.release("Third", 3);
    for (String name : names) {
      server.answer(
          "releases/3/" + name,
          FileServer.body(Files.readAllBytes(harbour.path("forger/releases/3/" + name))));
    }
  }

  /** The publisher may have edited it since, or somebody planted it: nobody can tell. */
  @Test
  void aboutThatNoReleaseNamesIsNotShown() throws IOException {
    byte[] other = "broadside/v1 about\ntitle Fake\n".getBytes(StandardCharsets.US_ASCII);
    server.answer("about", FileServer.body(other));
    MirrorReport report = harbour.sync(server);
    assertThat(report.outcome()).isEqualTo(Outcome.UPDATED);
    assertThat(report.notes().getFirst()).contains("it is not shown");
    assertThat(report.lacksAbout()).isTrue();
    assertThat(report.faults())
        .singleElement()
        .satisfies(f ->
            assertThat(f.sentence())
                .contains(server.upstream() + " serves another file about than release 2 names"));
    Path held = harbour.path("mirror/public/about");
    assertThat(Files.readString(held)).contains("title harbour.example/log\n");
    Audit.Report audit =
        Audit.of(harbour.path("mirror/public"), null, Harbour.CLOCK.instant(), CheckMonitor.NONE);
    assertThat(audit.findings())
        .singleElement()
        .satisfies(f -> assertThat(f.kind()).isEqualTo(Finding.Kind.INCOMPLETE))
        .satisfies(f -> assertThat(f.sentence()).contains("about is not the file that release 2"));
    MirrorReport again = harbour.sync(server, harbour.serve("origin"));
    assertThat(again.outcome()).isEqualTo(Outcome.CURRENT);
    assertThat(again.lacksAbout()).isFalse();
    assertThat(Files.readAllBytes(held)).isEqualTo(ReleaseSample.ABOUT.encode());
    harbour.assertMirrors(2);
  }

  @Test
  void liarsAndLaggardsAreNamed() throws IOException {
    origin.copyTo(harbour.path("old"));
    origin.release("Third", 2);
    FileServer behind = harbour.serve("old");
    FileServer portal = harbour.serve("origin").answer("checkpoint", FileServer.body(PORTAL));
    byte[] zip = harbour.origin("releases/3/mail.zip");
    zip[40] ^= 1;
    server.answer("releases/3/mail.zip", FileServer.body(zip));
    FileServer honest = harbour.serve("origin");
    MirrorReport report = harbour.sync(portal, behind, server, honest);
    assertThat(report.outcome()).isEqualTo(Outcome.UPDATED);
    assertThat(report.hasLiar()).isTrue();
    harbour.assertMirrors(3);
    assertThat(kind(report, portal)).isNotNull();
    assertThat(kind(report, behind)).isEqualTo(Fault.Kind.BEHIND);
    assertThat(kind(report, server)).isEqualTo(Fault.Kind.FORGED);
    assertThat(kind(report, honest)).isNull();
  }

  /** Of each release several files are on their way at a time: all of them are bad. */
  @Test
  void whoForgesManyFilesIsNamedOnce() throws IOException {
    CountDownLatch asked = new CountDownLatch(3);
    for (String path : List.of("releases/1/mail.zip", "releases/1/salts", "releases/1/places")) {
      byte[] bad = harbour.origin(path);
      bad[bad.length / 2] ^= 1;
      server.answer(
          path,
          exchange -> {
            awaitAll(asked);
            FileServer.send(exchange, 200, bad);
          });
    }
    MirrorReport report = harbour.sync(server, harbour.serve("origin"));
    assertThat(asked.getCount()).as("asked for at the same time").isZero();
    assertThat(report.faults()).extracting(Fault::kind).containsExactly(Fault.Kind.FORGED);
    harbour.assertMirrors(2);
  }

  private static void awaitAll(CountDownLatch asked) {
    asked.countDown();
    try {
      boolean _ = asked.await(2, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Fault.Kind kind(MirrorReport report, FileServer server) {
    return report.faults().stream()
        .filter(f -> f.upstream().equals(server.upstream()))
        .map(Fault::kind)
        .findFirst()
        .orElse(null);
  }

  private void assertTakenFromTheNext(String named) throws IOException {
    MirrorReport report = harbour.sync(server, harbour.serve("origin"));
    assertThat(report.outcome()).isEqualTo(Outcome.UPDATED);
    assertThat(report.faults()).hasSize(1);
    assertThat(report.faults().getFirst().kind()).isEqualTo(Fault.Kind.FORGED);
    assertThat(report.faults().getFirst().sentence())
        .startsWith(server.upstream().toString())
        .contains(named);
    harbour.assertMirrors(2);
  }

  /** The server alone gives nothing of a third release; with an honest one all of it is taken. */
  private void assertTheNextIsAsked(String said) throws IOException {
    MirrorReport alone = harbour.sync(server);
    assertThat(alone.outcome()).isEqualTo(Outcome.FORGED);
    assertSaid(alone, Fault.Kind.FORGED, said);
    assertThat(harbour.path("mirror/public/releases/3")).doesNotExist();
    harbour.assertMirrors(2);

    MirrorReport both = harbour.sync(server, harbour.serve("origin"));
    assertThat(both.outcome()).isEqualTo(Outcome.UPDATED);
    assertThat(both.taken()).containsExactly(3);
    assertSaid(both, Fault.Kind.FORGED, said);
    assertThirdIsWhole();
  }

  private void assertThirdIsWhole() throws IOException {
    assertThat(Tree.texts(harbour.path("mirror/public/releases/3")))
        .isEqualTo(Tree.texts(harbour.path("origin/releases/3")));
    harbour.assertMirrors(3);
  }

  private void assertSaid(MirrorReport report, Fault.Kind kind, String said) {
    assertThat(report.faults())
        .singleElement()
        .satisfies(fault -> assertThat(fault.kind()).isEqualTo(kind))
        .satisfies(fault -> assertThat(fault.sentence()).startsWith(server.upstream() + said));
  }

  private static HttpHandler endless() {
    return exchange -> {
      exchange.sendResponseHeaders(200, 0);
      byte[] junk = new byte[1 << 16];
      while (true) {
        exchange.getResponseBody().write(junk);
      }
    };
  }
}
