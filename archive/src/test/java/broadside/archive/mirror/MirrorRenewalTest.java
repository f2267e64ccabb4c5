package broadside.archive.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.mirror.MirrorReport.Outcome;
import broadside.archive.release.CheckMonitor;
import broadside.archive.release.ReleaseSample;
import broadside.archive.release.SetClock;
import broadside.archive.witness.Witness;
import broadside.proof.note.KeyType;
import broadside.proof.note.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mirror asks witnesses for newer times while the publisher is away. */
class MirrorRenewalTest {
  private static final Instant TIME = ReleaseSample.TIME;

  @TempDir Path directory;
  private final SetClock here = new SetClock();
  private final SetClock there = new SetClock();
  private Harbour harbour;
  private ReleaseSample origin;
  private FileServer server;
  private FileServer witness;
  private Mirror mirror;

  @BeforeEach
  void publish() throws Exception {
    harbour = new Harbour(directory);
    SigningKey key = SigningKey.generate("witness.example/w", KeyType.COSIGNATURE);
    witness = FileServer.of(Files.createDirectory(harbour.path("none")));
    origin = ReleaseSample.witnessedBy(key, witness.upstream().base(), harbour.path("origin"));
    origin.release("First", 3);
    Witness machine =
        new Witness(
            Files.createDirectory(harbour.path("witness")),
            key,
            List.of(origin.log().key().verifier()),
            there);
    witness.answer(
        "add-checkpoint",
        exchange -> {
          Witness.Answer answer = machine.add(exchange.getRequestBody().readAllBytes());
          FileServer.send(
              exchange, answer.status(), answer.body().getBytes(StandardCharsets.UTF_8));
        });
    server = harbour.serve("origin");
    mirror = mirror(true);
  }

  @AfterEach
  void close() {
    witness.close();
    harbour.close();
  }

  private Mirror mirror(boolean renewal) {
    return new Mirror(harbour.options(server).withClock(here).withRenewal(renewal));
  }

  private MirrorReport after(Duration time) throws IOException {
    here.set(TIME.plus(time));
    there.set(here.instant());
    return mirror.sync(CheckMonitor.NONE);
  }

  private Instant seen() throws IOException {
    return harbour.mirrored().seen().time();
  }

  @Test
  @Tag("slow")
  void asksOnceAnHourThoughTheOriginIsAway() throws IOException {
    after(Duration.ofMinutes(59));
    assertThat(seen()).isEqualTo(TIME);
    assertThat(witness.requests()).isEmpty();
    server.close();
    for (int hour = 1; hour <= 50; hour++) {
      MirrorReport report = after(Duration.ofHours(hour));
      assertThat(report.outcome()).isEqualTo(Outcome.UNREACHABLE);
      assertThat(report.notes()).isEmpty();
      assertThat(report.seen()).isEqualTo(TIME.plus(Duration.ofHours(hour)));
      assertThat(seen()).isEqualTo(report.seen());
      after(Duration.ofHours(hour).plusMinutes(30));
      assertThat(seen()).isEqualTo(report.seen());
    }
    assertThat(witness.requests()).hasSize(51); // once more to tell where it stood
  }

  @Test
  void followsALogThatGrowsBetween() throws IOException {
    after(Duration.ofHours(1));
    origin.log().witnessedAt(TIME.plus(Duration.ofHours(1)));
    origin.release("Second", 3);
    MirrorReport report = after(Duration.ofHours(2));
    assertThat(report.taken()).containsExactly(2);
    assertThat(report.notes()).isEmpty();
    assertThat(seen()).isEqualTo(TIME.plus(Duration.ofHours(2)));
    assertThat(harbour.mirrored().seen().checkpoint().size()).isEqualTo(3);
  }

  @Test
  void isNotDoneUnlessAskedFor() throws IOException {
    mirror = mirror(false);
    after(Duration.ofHours(2));
    assertThat(witness.requests()).isEmpty();
    assertThat(seen()).isEqualTo(TIME);
  }

  @Test
  void saysOnceAnHourThatAWitnessIsAway() throws IOException {
    witness.close();
    MirrorReport report = after(Duration.ofHours(2));
    assertThat(report.outcome()).isEqualTo(Outcome.UPDATED);
    assertThat(report.notes()).singleElement().asString().contains("w cannot be reached");
    assertThat(after(Duration.ofMinutes(150)).notes()).isEmpty();
    assertThat(after(Duration.ofHours(3)).notes()).hasSize(1);
    assertThat(seen()).isEqualTo(TIME);
  }

  /** Fresh times would hide from readers that something newer is held back from them. */
  @Test
  void signsNoMoreWhatItKnowsToBeOld() throws Exception {
    SigningKey own = SigningKey.generate("mirror.example/m", KeyType.COSIGNATURE);
    mirror = new Mirror(harbour.options(server).withClock(here).withRenewal(true).withKey(own));
    after(Duration.ofHours(1));
    byte[] held = Files.readAllBytes(harbour.path("mirror/public/checkpoint"));
    assertThat(new String(held, StandardCharsets.UTF_8)).contains("mirror.example/m");
    origin.log().witnessedAt(TIME.plus(Duration.ofHours(1)));
    origin.release("Second", 3);
    server.answer("releases/2/mail.zip", exchange -> FileServer.send(exchange, 404, new byte[0]));
    witness.forget();
    for (int hour = 3; hour < 6; hour++) {
      MirrorReport report = after(Duration.ofHours(hour));
      assertThat(report.outcome()).isEqualTo(Outcome.INCOMPLETE);
      assertThat(report.notes()).anyMatch(n -> n.contains("what is held is not signed again"));
      assertThat(harbour.path("mirror/public/checkpoint")).hasBinaryContent(held);
    }
    // nor where nobody shows the newer state any more
    server.answer("checkpoint", exchange -> FileServer.send(exchange, 404, new byte[0]));
    after(Duration.ofHours(7));
    assertThat(harbour.path("mirror/public/checkpoint")).hasBinaryContent(held);
    assertThat(witness.requests()).isEmpty();
    server.behave();
    assertThat(after(Duration.ofHours(8)).taken()).containsExactly(2);
    assertThat(seen()).isEqualTo(TIME.plus(Duration.ofHours(8)));
  }

  /** An origin that is frozen for this mirror alone. */
  @Test
  @Tag("slow")
  void tellsThatAWitnessHasSeenMore() throws IOException {
    ReleaseSample newer = origin.copyTo(harbour.path("newer"));
    newer.release("Second", 3);
    Mirror other =
        new Mirror(
            MirrorOptions.of(harbour.path("other"), List.of(harbour.serve("newer").upstream()))
                .withClock(here)
                .withRenewal(true));
    here.set(TIME.plus(Duration.ofHours(2)));
    there.set(here.instant());
    other.sync(CheckMonitor.NONE);
    MirrorReport report = after(Duration.ofHours(2));
    assertThat(report.notes())
        .singleElement()
        .asString()
        .startsWith("Witness w has signed a log of 3 entries, and 2 are held here");
    assertThat(seen()).isEqualTo(TIME);
  }

  @Test
  void keepsATimeThatHasBeenBeforeOneThatIsFarAhead() throws IOException {
    here.set(TIME.plus(Duration.ofHours(2)));
    there.set(TIME.plus(Duration.ofDays(9_000)));
    mirror.sync(CheckMonitor.NONE);
    assertThat(seen()).isEqualTo(TIME);
  }
}
