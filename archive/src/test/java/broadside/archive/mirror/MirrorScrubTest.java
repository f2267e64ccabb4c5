package broadside.archive.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import broadside.archive.log.Tree;
import broadside.archive.mirror.MirrorReport.Outcome;
import broadside.archive.release.CheckMonitor;
import broadside.archive.release.ReleaseException;
import broadside.archive.release.ReleaseSample;
import broadside.archive.release.SetClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MirrorScrubTest extends MirrorCase {
  @BeforeEach
  void mirror() throws IOException {
    serve(1, 1, false);
    harbour.sync(server);
    server.forget();
  }

  private MirrorReport scrub() throws IOException {
    return new Mirror(harbour.options(server)).scrub(CheckMonitor.NONE);
  }

  @Test
  void findsNothingWhereNothingIsWrong() throws IOException {
    assertThat(scrub().repaired()).isEmpty();
    assertThat(server.requests()).containsExactly("checkpoint", "schedule");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mail.zip", "manifest", "SHA256SUMS", "statement", "salts", "places"})
  @Tag("slow")
  void bringsAnewAFileThatHasRotted(String name) throws IOException {
    Path file = harbour.path("mirror/public/releases/1").resolve(name);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    MirrorReport report = scrub();
    assertThat(report.repaired()).containsExactly("releases/1/" + name);
    assertThat(report.outcome()).isEqualTo(Outcome.CURRENT);
    harbour.assertMirrors(2);
    if (!name.equals("statement")) { // the log has it
      assertThat(server.requests()).contains("releases/1/" + name).hasSize(3);
    }
  }

  /** What nobody has keeps nothing else from being put right or taken, and hides none of it. */
  @Test
  void whatNobodyHasStopsNothingElse() throws IOException {
    for (String name : new String[] {"1/mail.zip", "1/salts", "2/mail.zip"}) {
      Files.delete(harbour.path("mirror/public/releases").resolve(name));
    }
    Files.writeString(harbour.path("mirror/public/releases/2/extra"), "planted");
    Files.delete(harbour.path("origin/releases/1/mail.zip"));
    origin.release("Third", 1);
    MirrorReport report = scrub();
    assertThat(report.missing()).containsExactly("releases/1/mail.zip");
    assertThat(report.notes())
        .contains("Nobody who was asked has releases/1/mail.zip as it is signed.");
    assertThat(report.repaired()).containsExactly("releases/1/salts", "releases/2/mail.zip");
    assertThat(report.deleted()).containsExactly("releases/2/extra");
    assertThat(report.taken()).containsExactly(3);
    assertThat(harbour.path("mirror/public/releases/3/mail.zip")).exists();
  }

  @Test
  void withoutItsListNothingOfAReleaseIsDeleted() throws IOException {
    Files.delete(harbour.path("mirror/public/releases/1/SHA256SUMS"));
    Files.delete(harbour.path("origin/releases/1/SHA256SUMS"));
    MirrorReport report = scrub();
    assertThat(report.missing()).containsExactly("releases/1/SHA256SUMS");
    assertThat(harbour.path("mirror/public/releases/1/mail.zip")).exists();
  }

  @Test
  void bringsAnewARelease() throws IOException {
    broadside.archive.release.Durable.deleteTree(harbour.path("mirror/public/releases/2"));
    assertThat(scrub().repaired()).contains("releases/2/mail.zip", "releases/2/statement");
    harbour.assertMirrors(2);
  }

  @Test
  void aReleaseThatIsGoneComesAgainWithTheNextState() throws IOException {
    broadside.archive.release.Durable.deleteTree(harbour.path("mirror/public/releases/1"));
    origin.release("Third", 1);
    harbour.sync(server);
    harbour.assertMirrors(3);
  }

  @Test
  void deletesWhatIsNotListed() throws IOException {
    Files.writeString(harbour.path("mirror/public/releases/1/extra"), "planted");
    MirrorReport report = scrub();
    assertThat(report.deleted()).containsExactly("releases/1/extra");
    assertThat(report.repaired()).isEmpty();
    harbour.assertMirrors(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"checkpoint", "tile/0/000.p/3", "tile/entries/000.p/3", "policy/1"})
  @Tag("slow")
  void buildsADamagedLogAnew(String name) throws IOException {
    Path file = harbour.path("mirror/public").resolve(name);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    MirrorReport report = scrub();
    assertThat(report.repaired()).contains("the log");
    harbour.assertMirrors(2);
    assertThat(server.requests()).noneMatch(p -> p.endsWith("mail.zip"));
  }

  @Test
  void saysWhatToDoWhereTheLogIsGone() throws IOException {
    Files.delete(harbour.path("mirror/public/checkpoint"));
    assertThatThrownBy(() -> harbour.sync(server))
        .isInstanceOf(ReleaseException.class)
        .hasMessageContaining("run this again with --scrub");
  }

  /** What was verified once is not verified at each look; a day later a disk may have forgotten. */
  @Test
  @Tag("slow")
  void aServiceReadsItsWholeLogOnceADay() throws IOException {
    SetClock clock = new SetClock();
    Mirror service = new Mirror(harbour.options(server).withClock(clock));
    service.sync(CheckMonitor.NONE);
    Path tile = harbour.path("mirror/public/tile/entries/000.p/3");
    byte[] good = Files.readAllBytes(tile);
    byte[] bad = good.clone();
    bad[40] ^= 1;
    Files.write(tile, bad);
    assertThat(service.sync(CheckMonitor.NONE).outcome()).isEqualTo(Outcome.CURRENT);
    clock.set(ReleaseSample.TIME.plus(Duration.ofDays(1)).plusSeconds(1));
    assertThatThrownBy(() -> service.sync(CheckMonitor.NONE))
        .isInstanceOf(ReleaseException.class)
        .hasMessageContaining("The log cannot be trusted: ");
    Files.write(tile, good);
    assertThat(service.sync(CheckMonitor.NONE).entries()).isEqualTo(3);
  }

  @Test
  @Tag("slow")
  void aServiceTakesWhatIsNewAndWhatWasPutBack() throws IOException {
    Path copy = harbour.path("mirror");
    Path older = harbour.path("older");
    Mirror service = new Mirror(harbour.options(server));
    service.sync(CheckMonitor.NONE);
    Tree.copy(copy, older);
    origin.release("The third", 1);
    assertThat(service.sync(CheckMonitor.NONE).taken()).containsExactly(3);
    harbour.assertMirrors(3);
    broadside.archive.release.Durable.deleteTree(copy);
    Files.move(older, copy);
    assertThat(service.sync(CheckMonitor.NONE).taken()).containsExactly(3);
    harbour.assertMirrors(3);
  }

  @Test
  void doesNotBuildOnAnotherLogThanTheOneThatWasHeld() throws IOException {
    ReleaseSample other = ReleaseSample.in(harbour.path("other"));
    other.release("Other", 1);
    Files.delete(harbour.path("mirror/public/checkpoint"));
    MirrorReport report =
        new Mirror(harbour.options(harbour.serve("other"))).scrub(CheckMonitor.NONE);
    assertThat(report.outcome()).isEqualTo(Outcome.FORGED);
    harbour.assertEmpty();
  }
}
