package broadside.archive.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import broadside.archive.Publication;
import broadside.archive.PublicationCheck;
import broadside.archive.RefusedRelease;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseCheckTest {
  @TempDir Path directory;
  private Path release;

  @BeforeEach
  void releases() throws IOException {
    ReleaseSample sample = ReleaseSample.in(directory).withVolumes(1_500);
    sample.release("First", 12);
    sample.release("Second", 3);
    release = directory.resolve("releases/1");
  }

  @Test
  void findsNothingInAWholePublication() throws IOException {
    PublicationCheck.Report report = PublicationCheck.check(directory, CheckMonitor.NONE);
    assertThat(report.isWhole()).isTrue();
    assertThat(report.total(ReleaseReport::mails)).isEqualTo(15);
    assertThat(report.releases().getFirst().files()).isGreaterThanOrEqualTo(7);
  }

  /** Whatever byte of whatever file changes. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SHA256SUMS",
        "statement",
        "manifest",
        "salts",
        "places",
        "mail.zip",
        "mail-2.zip"
      })
  void findsEveryChangedByte(String name) throws IOException {
    byte[] whole = Files.readAllBytes(release.resolve(name));
    for (int at = 0; at < whole.length; at += Math.max(1, whole.length / 40)) {
      byte[] changed = whole.clone();
      changed[at] ^= 1;
      Files.write(release.resolve(name), changed);
      PublicationCheck.Report report = PublicationCheck.check(directory, CheckMonitor.NONE);
      assertThat(report.isWhole()).as("byte %d of %s", at, name).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SHA256SUMS",
        "statement",
        "manifest",
        "salts",
        "places",
        "mail.zip",
        "mail-2.zip",
        "aliases",
        "keys"
      })
  void findsMissingCutAndLongerFiles(String name) throws IOException {
    byte[] whole = Files.readAllBytes(release.resolve(name));
    Files.write(
        release.resolve(name),
        (new String(whole, StandardCharsets.ISO_8859_1) + "x")
            .getBytes(StandardCharsets.ISO_8859_1));
    assertThat(PublicationCheck.check(directory, CheckMonitor.NONE).isWhole()).isFalse();
    if (whole.length > 0) {
      Files.write(release.resolve(name), Arrays.copyOf(whole, whole.length - 1));
      assertThat(PublicationCheck.check(directory, CheckMonitor.NONE).isWhole()).isFalse();
    }
    Files.delete(release.resolve(name));
    assertThat(PublicationCheck.check(directory, CheckMonitor.NONE).isWhole()).isFalse();
  }

  @Test
  void findsFilesThatDoNotBelong() throws IOException {
    Files.writeString(release.resolve("extra"), "x");
    assertThat(PublicationCheck.check(directory, CheckMonitor.NONE).releases().getFirst().damages())
        .containsExactly("Release 1 is damaged: extra is not in SHA256SUMS.");
  }

  @Test
  void findsAMissingRelease() throws IOException {
    Durable.deleteTree(release);
    assertThat(PublicationCheck.check(directory, CheckMonitor.NONE).releases())
        .filteredOn(ReleaseReport::isMissing)
        .flatExtracting(ReleaseReport::damages)
        .containsExactly("Release 1 is missing.");
  }

  @Test
  void stopsWhenAsked() {
    CheckMonitor cancelled =
        new CheckMonitor() {
          @Override
          public boolean isCancelled() {
            return true;
          }

          @Override
          public void progress(long bytes) {}
        };
    assertThatExceptionOfType(InterruptedIOException.class)
        .isThrownBy(() -> PublicationCheck.check(directory, cancelled));
  }

  @Test
  void otherReleasesGoOnBesideADamagedOne() throws IOException {
    Files.delete(release.resolve("manifest"));
    try (Publication publication = Publication.open(directory)) {
      assertThat(publication.releases()).extracting(r -> r.number()).containsExactly(2);
      assertThat(publication.refused()).extracting(RefusedRelease::number).containsExactly(1);
      assertThat(publication.mail(13)).isNotNull();
      assertThat(publication.mail(16)).isNull();
      assertThatExceptionOfType(ReleaseException.class)
          .isThrownBy(() -> publication.mail(1))
          .withMessageContaining("manifest is missing");
    }
  }

  @Test
  void namesAReleaseOfANewerFormat() throws IOException {
    String statement = Files.readString(release.resolve("statement"));
    Files.writeString(
        release.resolve("statement"), statement.replace("/v1 release", "/v2 release"));
    try (Publication publication = Publication.open(directory)) {
      assertThat(publication.refused().getFirst().reason()).contains("newer format");
    }
  }

  @Test
  void refusesAReleaseThatFollowsAnother() throws IOException {
    Path other = directory.resolve("other");
    ReleaseSample sample = ReleaseSample.in(other);
    sample.release("Another first", 12);
    sample.release("Another second", 3);
    Durable.deleteTree(directory.resolve("releases/2"));
    Files.move(other.resolve("releases/2"), directory.resolve("releases/2"));
    try (Publication publication = Publication.open(directory)) {
      assertThat(publication.refused()).extracting(RefusedRelease::number).containsExactly(2);
    }
    assertThat(PublicationCheck.check(directory, CheckMonitor.NONE).isWhole()).isFalse();
  }

  @Test
  void servesARepairedReleaseAfterRefresh() throws IOException {
    Path manifest = release.resolve("manifest");
    Files.move(manifest, directory.resolve("manifest"));
    try (Publication publication = Publication.open(directory)) {
      assertThat(publication.releases()).hasSize(1);
      Files.move(directory.resolve("manifest"), manifest);
      assertThat(publication.refresh()).isTrue();
      assertThat(publication.refused()).isEmpty();
      assertThat(publication.mail(1)).isNotNull();
      assertThat(publication.refresh()).isFalse();
    }
  }

  @Test
  void refusesADirectoryThatIsNoPublication() {
    assertThatExceptionOfType(ReleaseException.class)
        .isThrownBy(() -> Publication.open(directory.resolve("releases")))
        .withMessageContaining("holds no publication");
  }
}
