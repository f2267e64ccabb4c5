package broadside.archive.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.log.ScheduleFile;
import broadside.archive.mirror.MirrorReport.Outcome;
import broadside.archive.release.CheckMonitor;
import broadside.archive.release.Durable;
import broadside.archive.release.ReleaseSample;
import broadside.proof.log.ScheduleNote;
import broadside.proof.note.KeyType;
import broadside.proof.note.SignedNote;
import broadside.proof.note.SigningKey;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A mirror follows what the publisher announces, and takes nothing that the log did not sign. */
class MirrorScheduleTest extends MirrorCase {
  private static final Instant TIME = ReleaseSample.TIME;
  private static final Instant HOUR = Instant.parse("2026-12-09T14:00:00Z");

  @BeforeEach
  void publish() throws IOException {
    serve(1, 1, true);
  }

  private String text(Instant time, int parts) {
    List<ScheduleNote.Part> all =
        IntStream.rangeClosed(1, parts)
            .mapToObj(i -> new ScheduleNote.Part(2 + i, HOUR.plus(Duration.ofDays(i)), "", 0))
            .toList();
    return new ScheduleNote(origin.log().policy().hash(), time, parts == 0 ? 0 : 2 + parts, all)
        .print();
  }

  private static byte[] signed(SigningKey key, String text) {
    return new SignedNote(text, List.of(key.sign(text))).encode();
  }

  private byte[] schedule(Instant time, int parts) {
    return signed(origin.log().key(), text(time, parts));
  }

  private void announce(byte[] note) throws IOException {
    Files.write(harbour.path("origin/schedule"), note);
  }

  private Path held() {
    return harbour.path("mirror/public/schedule");
  }

  @Test
  void absenceIsFine() throws IOException {
    MirrorReport report = harbour.sync(server);
    assertThat(report.outcome()).isEqualTo(Outcome.UPDATED);
    assertThat(report.faults()).isEmpty();
    assertThat(report.notes()).isEmpty();
    assertThat(held()).doesNotExist();
  }

  @Test
  @Tag("slow")
  void followsWhatIsAnnouncedAndTakenBack() throws IOException {
    announce(schedule(TIME, 2));
    harbour.sync(server);
    assertThat(held()).hasBinaryContent(schedule(TIME, 2));
    announce(schedule(TIME.plusSeconds(1), 3)); // and the log stays as it is
    MirrorReport report = harbour.sync(server);
    assertThat(report.outcome()).isEqualTo(Outcome.CURRENT);
    assertThat(held()).hasBinaryContent(schedule(TIME.plusSeconds(1), 3));
    announce(schedule(TIME.plusSeconds(2), 0));
    harbour.sync(server);
    assertThat(held()).hasBinaryContent(schedule(TIME.plusSeconds(2), 0));
    harbour.assertMirrors(2);
  }

  @Test
  void keepsWhatItHoldsWhereOthersHaveNothingNewer() throws IOException {
    byte[] newest = schedule(TIME.plusSeconds(9), 3);
    announce(newest);
    harbour.sync(server);
    for (byte[] other :
        List.of(schedule(TIME.plusSeconds(8), 2), schedule(TIME.plusSeconds(9), 2))) {
      announce(other);
      MirrorReport report = harbour.sync(server);
      assertThat(report.outcome()).isEqualTo(Outcome.CURRENT);
      assertThat(report.faults()).as("an older one is no fault").isEmpty();
      assertThat(held()).hasBinaryContent(newest);
    }
    Files.delete(harbour.path("origin/schedule"));
    assertThat(harbour.sync(server).faults()).isEmpty();
    assertThat(held()).hasBinaryContent(newest);
  }

  @Test
  void takesTheNewestWhoeverHasIt() throws IOException {
    origin.copyTo(harbour.path("second"));
    origin.copyTo(harbour.path("third"));
    announce(schedule(TIME, 1));
    Files.write(harbour.path("second/schedule"), schedule(TIME.plusSeconds(5), 2));
    Files.write(harbour.path("third/schedule"), schedule(TIME.plusSeconds(3), 3));
    MirrorReport report = harbour.sync(server, harbour.serve("second"), harbour.serve("third"));
    assertThat(report.faults()).isEmpty();
    assertThat(held()).hasBinaryContent(schedule(TIME.plusSeconds(5), 2));
  }

  @Test
  @Tag("slow")
  void takesNothingForgedAndNamesWhoServesIt() throws Exception {
    SigningKey other = SigningKey.generate("harbour.example/log", KeyType.NOTE);
    String foreign = text(TIME, 2).replace(origin.log().policy().hash(), "0".repeat(64));
    String changed =
        new String(schedule(TIME, 2), StandardCharsets.UTF_8).replace("2026-12-10", "2026-12-11");
    byte[] huge = new byte[ScheduleNote.BYTES + 1];
    List<byte[]> forged =
        List.of(
            signed(other, text(TIME, 2)),
            signed(origin.log().key(), foreign),
            changed.getBytes(StandardCharsets.UTF_8),
            huge,
            harbour.origin("checkpoint"),
            "<html>Not here</html>".getBytes(StandardCharsets.UTF_8),
            new byte[0]);
    byte[] good = schedule(TIME.minusSeconds(60), 4);
    for (byte[] note : forged) {
      announce(note);
      Durable.deleteTree(harbour.path("mirror"));
      MirrorReport first = harbour.sync(server);
      assertThat(first.outcome()).as("it never ends a run").isEqualTo(Outcome.UPDATED);
      assertForged(first);
      assertThat(held()).doesNotExist();
      harbour.assertMirrors(2);
      Files.write(held(), good);
      assertForged(harbour.sync(server));
      assertThat(held()).hasBinaryContent(good);
    }
    // another address that has the right one is asked all the same
    origin.copyTo(harbour.path("honest"));
    Files.write(harbour.path("honest/schedule"), schedule(TIME, 2));
    assertForged(harbour.sync(server, harbour.serve("honest")));
    assertThat(held()).hasBinaryContent(schedule(TIME, 2));
  }

  private void assertForged(MirrorReport report) {
    assertThat(report.faults()).hasSize(1);
    Fault fault = report.faults().getFirst();
    assertThat(fault.kind()).isEqualTo(Fault.Kind.FORGED);
    assertThat(fault.upstream()).isEqualTo(server.upstream());
    assertThat(fault.sentence()).contains("schedule");
    assertThat(report.hasLiar()).isTrue();
  }

  @Test
  @Tag("slow")
  void aTimeThatIsStillToComeKeepsNothingOut() throws IOException {
    Instant ahead = Harbour.CLOCK.instant().plus(Duration.ofMinutes(6));
    announce(schedule(ahead, 2));
    MirrorReport report = harbour.sync(server);
    assertThat(held()).doesNotExist();
    assertThat(report.faults()).isEmpty();
    assertThat(report.notes()).anyMatch(n -> n.contains("still to come by the clock here"));
    announce(schedule(TIME, 1));
    harbour.sync(server);
    assertThat(held()).hasBinaryContent(schedule(TIME, 1));
    announce(schedule(ahead, 2));
    MirrorOptions later = harbour.options(server).withClock(Harbour.after(Duration.ofMinutes(2)));
    new Mirror(later).sync(CheckMonitor.NONE);
    assertThat(held()).hasBinaryContent(schedule(ahead, 2));
    announce(schedule(TIME.plusSeconds(1), 3)); // that clock was wrong
    harbour.sync(server);
    assertThat(held()).hasBinaryContent(schedule(TIME.plusSeconds(1), 3));
  }

  @Test
  void oneOfANewerFormatIsNobodysFault() throws IOException {
    announce(signed(origin.log().key(), "broadside/v2 schedule\nall is new\n"));
    MirrorReport report = harbour.sync(server);
    assertThat(report.outcome()).isEqualTo(Outcome.UPDATED);
    assertThat(report.faults()).isEmpty();
    assertThat(report.notes()).anyMatch(n -> n.contains("cannot be read here"));
    assertThat(held()).doesNotExist();
  }

  @Test
  @Tag("slow")
  void whoDoesNotAnswerForItEndsNoRun() throws IOException {
    announce(schedule(TIME, 2));
    HttpHandler cut =
        exchange -> {
          exchange.sendResponseHeaders(200, 1_000);
          exchange.getResponseBody().write(new byte[10]);
          exchange.close();
        };
    for (HttpHandler handler :
        List.<HttpHandler>of(
            exchange -> exchange.sendResponseHeaders(403, -1),
            exchange -> exchange.sendResponseHeaders(500, -1),
            cut)) {
      server.answer("schedule", handler);
      MirrorReport report = harbour.sync(server);
      assertThat(report.outcome()).isIn(Outcome.UPDATED, Outcome.CURRENT);
      assertThat(report.faults()).isEmpty();
      assertThat(held()).doesNotExist();
    }
    server.behave();
    harbour.sync(server);
    assertThat(held()).exists();
  }

  @Test
  void bringsAnewWhatHasRotted() throws IOException {
    announce(schedule(TIME, 2));
    harbour.sync(server);
    byte[] rotten = schedule(TIME, 2);
    rotten[40] ^= 1;
    Files.write(held(), rotten);
    harbour.sync(server);
    assertThat(held()).hasBinaryContent(schedule(TIME, 2));
    Files.write(harbour.path("mirror/public/schedule.new"), new byte[3]); // left by a stop
    announce(schedule(TIME.plusSeconds(1), 1));
    harbour.sync(server);
    assertThat(held()).hasBinaryContent(schedule(TIME.plusSeconds(1), 1));
    ScheduleFile file =
        ScheduleFile.read(
            harbour.path("mirror/public"),
            origin.log().key().verifier(),
            origin.log().policy().hash());
    assertThat(file).isNotNull();
    assertThat(file.schedule().last()).isEqualTo(3);
  }

  @Test
  void whoHoldsTheLogAloneDoesNotAskForIt() throws IOException {
    announce(schedule(TIME, 2));
    new Mirror(harbour.options(server).withReleases(false)).sync(CheckMonitor.NONE);
    assertThat(server.requests()).contains("checkpoint").doesNotContain("schedule");
  }
}
