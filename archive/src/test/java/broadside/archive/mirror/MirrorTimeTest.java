package broadside.archive.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.mirror.MirrorReport.Outcome;
import broadside.archive.release.CheckMonitor;
import broadside.archive.release.ReleaseSample;
import broadside.archive.verify.Freshness;
import broadside.proof.note.Cosignature;
import broadside.proof.note.KeyType;
import broadside.proof.note.SigningKey;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Clocks that are wrong, here and at a witness, and an origin that goes back in time. */
class MirrorTimeTest extends MirrorCase {
  /** By the clock of {@link Harbour}. */
  private static final Instant NOW = ReleaseSample.TIME.plus(Duration.ofHours(1));

  private static final Instant FAR = Instant.parse("2100-01-01T00:00:00Z");

  @BeforeEach
  void publish() throws IOException {
    serve(1, 1, true);
  }

  @Test
  void timeThatIsStillToComeIsToldAndDoesNotCount() throws IOException {
    origin.log().witnessedAt(NOW.plus(Freshness.AHEAD).plusSeconds(1)).renew();
    MirrorReport report = harbour.sync(server);
    assertThat(report.outcome()).isEqualTo(Outcome.STALE);
    assertThat(report.seen()).isNull();
    assertThat(report.notes())
        .anyMatch(n -> n.contains("Witness w has signed at 2026-01-02T04:09:06Z"))
        .anyMatch(n -> n.contains("is it this clock that is wrong?"));
    assertThat(report.taken()).containsExactly(1, 2); // it holds all the same
    harbour.sync(server);
  }

  @Test
  void clocksThatDifferByMinutesAreNotTold() throws IOException {
    origin.log().witnessedAt(NOW.plus(Freshness.AHEAD)).renew();
    MirrorReport report = harbour.sync(server);
    assertThat(report.outcome()).isEqualTo(Outcome.UPDATED);
    assertThat(report.notes()).isEmpty();
    assertThat(report.seen()).isEqualTo(NOW.plus(Freshness.AHEAD));
  }

  @Test
  void timeFarAheadGivesWayToEveryOther() throws IOException {
    origin.log().witnessedAt(FAR).renew();
    harbour.sync(server);
    assertThat(harbour.mirrored().seen().time()).isEqualTo(FAR);
    origin.log().witnessedAt(FAR.minusSeconds(1)).renew();
    harbour.sync(server);
    assertThat(harbour.mirrored().seen().time()).isEqualTo(FAR.minusSeconds(1));
    origin.log().witnessedAt(ReleaseSample.TIME).renew();
    MirrorReport report = harbour.sync(server);
    assertThat(report.outcome()).isEqualTo(Outcome.CURRENT);
    assertThat(report.notes()).isEmpty();
    assertThat(harbour.mirrored().seen().time()).isEqualTo(ReleaseSample.TIME);
    origin.log().witnessedAt(FAR).renew();
    harbour.sync(server);
    assertThat(harbour.mirrored().seen().time()).isEqualTo(ReleaseSample.TIME);
  }

  @Test
  void clockThatIsBehindPassesOnNewerTimesAllTheSame() throws IOException {
    Duration behind = Duration.ofHours(-5);
    MirrorReport report = syncAfter(behind);
    assertThat(report.outcome()).isEqualTo(Outcome.STALE);
    Instant later = ReleaseSample.TIME.plus(Duration.ofMinutes(50));
    origin.log().witnessedAt(later).renew();
    report = syncAfter(behind);
    assertThat(report.notes()).anyMatch(n -> n.contains("is it this clock that is wrong?"));
    assertThat(harbour.mirrored().seen().time()).isEqualTo(later);
    harbour.assertMirrors(2); // to an auditor whose clock is right
  }

  @Test
  @Tag("slow")
  void clockThatIsAheadChangesNothingButWhatItCallsOld() throws IOException {
    assertThat(syncAfter(Duration.ofHours(20)).outcome()).isEqualTo(Outcome.UPDATED);
    MirrorReport report = syncAfter(Duration.ofHours(30));
    assertThat(report.outcome()).isEqualTo(Outcome.STALE);
    assertThat(report.seen()).isEqualTo(ReleaseSample.TIME);
    origin.release("Third", 1);
    syncAfter(Duration.ofHours(30));
    harbour.assertMirrors(3);
  }

  @Test
  void ownCosignatureIsMadeAnewOnceAClockIsPutRight() throws Exception {
    SigningKey key = SigningKey.generate("mirror.example/m", KeyType.COSIGNATURE);
    for (long hours : new long[] {10, 0, -10, 0}) {
      new Mirror(
              harbour
                  .options(server)
                  .withKey(key)
                  .withClock(Harbour.after(Duration.ofHours(hours))))
          .sync(CheckMonitor.NONE);
      assertThat(Cosignature.times(harbour.mirrored().note(), List.of(key.verifier())))
          .containsValue(NOW.plus(Duration.ofHours(hours)));
    }
  }

  @Test
  void originThatWasRestoredFromAnOldCopyTakesNothingBack() throws IOException {
    origin.copyTo(harbour.path("restored"));
    origin.release("Third", 2);
    harbour.sync(server);
    FileServer restored = harbour.serve("restored");
    MirrorReport report = harbour.sync(restored);
    assertThat(report.outcome()).isEqualTo(Outcome.STALE);
    assertThat(report.notes())
        .singleElement()
        .asString()
        .startsWith("Nobody who was asked shows the 4 entries of the log that are held here: ")
        .contains("restored from an old copy", "does not go back");
    assertThat(harbour.mirrored().seen().checkpoint().size()).isEqualTo(4);
    harbour.assertMirrors(3);
  }

  @Test
  @Tag("slow")
  void originThatGoesOnFromAnOldCopyContradictsItself() throws IOException {
    ReleaseSample restored = origin.copyTo(harbour.path("restored"));
    origin.release("Third", 2);
    harbour.sync(server);
    FileServer other = harbour.serve("restored");
    for (String title : List.of("Another third", "Another fourth")) {
      restored.release(title, 2);
      MirrorReport report = harbour.sync(other);
      assertThat(report.outcome()).isEqualTo(Outcome.CONTRADICTION);
      assertThat(report.faults().getFirst().sentence())
          .contains("contradicts", "restored from an old copy and went on");
      assertThat(harbour.mirrored().seen().checkpoint().size()).isEqualTo(4);
      harbour.assertMirrors(3);
    }
  }

  private MirrorReport syncAfter(Duration time) throws IOException {
    return new Mirror(harbour.options(server).withClock(Harbour.after(time)))
        .sync(CheckMonitor.NONE);
  }
}
