package broadside.archive.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import broadside.archive.mirror.MirrorReport.Outcome;
import broadside.archive.release.CheckMonitor;
import broadside.archive.release.ReleaseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  @Test
  void bringsAnewARelease() throws IOException {
    broadside.archive.release.Durable.deleteTree(harbour.path("mirror/public/releases/2"));
    assertThat(scrub().repaired()).contains("releases/2/mail.zip", "releases/2/statement");
    harbour.assertMirrors(2);
  }

  @Test
  void deletesWhatIsNotListed() throws IOException {
    Files.writeString(harbour.path("mirror/public/releases/1/extra"), "planted");
    assertThat(scrub().repaired()).containsExactly("releases/1/extra");
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

  @Test
  void doesNotBuildOnAnotherLogThanTheOneThatWasHeld() throws IOException {
    broadside.archive.release.ReleaseSample other =
        broadside.archive.release.ReleaseSample.in(harbour.path("other"));
    other.release("Other", 1);
    Files.delete(harbour.path("mirror/public/checkpoint"));
    MirrorReport report =
        new Mirror(harbour.options(harbour.serve("other"))).scrub(CheckMonitor.NONE);
    assertThat(report.outcome()).isEqualTo(Outcome.FORGED);
    harbour.assertEmpty();
  }
}
