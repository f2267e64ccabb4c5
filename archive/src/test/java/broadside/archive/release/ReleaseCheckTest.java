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
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
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
    PublicationCheck.Report report = PublicationCheck.check(directory, false, CheckMonitor.NONE);
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
  @Tag("slow")
  void findsEveryChangedByte(String name) throws IOException {
    byte[] whole = Files.readAllBytes(release.resolve(name));
    for (int at = 0; at < whole.length; at += Math.max(1, whole.length / 40)) {
      byte[] changed = whole.clone();
      changed[at] ^= 1;
      Files.write(release.resolve(name), changed);
      PublicationCheck.Report report = PublicationCheck.check(directory, false, CheckMonitor.NONE);
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
  @Tag("slow")
  void findsMissingCutAndLongerFiles(String name) throws IOException {
    byte[] whole = Files.readAllBytes(release.resolve(name));
    Files.write(
        release.resolve(name),
        (new String(whole, StandardCharsets.ISO_8859_1) + "x")
            .getBytes(StandardCharsets.ISO_8859_1));
    assertThat(PublicationCheck.check(directory, false, CheckMonitor.NONE).isWhole()).isFalse();
    if (whole.length > 0) {
      Files.write(release.resolve(name), Arrays.copyOf(whole, whole.length - 1));
      assertThat(PublicationCheck.check(directory, false, CheckMonitor.NONE).isWhole()).isFalse();
    }
    Files.delete(release.resolve(name));
    assertThat(PublicationCheck.check(directory, false, CheckMonitor.NONE).isWhole()).isFalse();
  }

  @Test
  void findsFilesThatDoNotBelong() throws IOException {
    Files.writeString(release.resolve("extra"), "x");
    assertThat(
            PublicationCheck.check(directory, false, CheckMonitor.NONE)
                .releases()
                .getFirst()
                .damages())
        .containsExactly("Release 1 is damaged: extra is not in SHA256SUMS.");
  }

  @Test
  void findsAMissingRelease() throws IOException {
    Durable.deleteTree(release);
    assertThat(PublicationCheck.check(directory, false, CheckMonitor.NONE).releases())
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
        .isThrownBy(() -> PublicationCheck.check(directory, false, cancelled));
  }

  /** A manifest is cut into stretches of 512 lines, and volumes do not end where stretches do. */
  @ParameterizedTest
  @ValueSource(ints = {511, 512, 513, 1024, 1025})
  @Tag("slow")
  void findsNothingInAWholeReleaseOfManyStretches(int mails) throws IOException {
    Path many = directory.resolve("many");
    ReleaseSample.in(many).withVolumes(50_000).release("Many", mails);
    ReleaseReport report = ReleaseCheck.check(many.resolve("releases/1"), CheckMonitor.NONE);
    assertThat(report.damages()).isEmpty();
    assertThat(report.mails()).isEqualTo(mails);
  }

  @Test
  @Tag("slow")
  void tellsDamagesInOneOrderWhicheverThreadFindsThem() throws IOException {
    Path many = directory.resolve("many");
    ReleaseSample.in(many).withVolumes(1 << 20).release("Many", 1_300);
    Path damaged = many.resolve("releases/1");
    for (int number : new int[] {1_299, 3, 700, 512, 513}) {
      byte[] salts = Files.readAllBytes(damaged.resolve("salts"));
      salts[32 * (number - 1)] ^= 1;
      Files.write(damaged.resolve("salts"), salts);
    }
    Files.delete(damaged.resolve("aliases"));
    Files.writeString(damaged.resolve("extra"), "x");
    for (int i = 0; i < 10; i++) {
      assertThat(ReleaseCheck.check(damaged, CheckMonitor.NONE).damages())
          .containsExactly(
              "Release 1 is damaged: aliases is missing.",
              "Release 1 is damaged: salts has another SHA-256 than SHA256SUMS says.",
              "Release 1 is damaged: extra is not in SHA256SUMS.",
              notCommitted(3),
              notCommitted(512),
              notCommitted(513),
              notCommitted(700),
              notCommitted(1_299));
    }
  }

  private static String notCommitted(int number) {
    return "Release 1 is damaged: mail %d is not the one that the manifest commits to."
        .formatted(number);
  }

  @Test
  void tellsAHundredDamagesAndCountsTheOthers() throws IOException {
    Path many = directory.resolve("many");
    ReleaseSample.in(many).release("Many", 1_300);
    Path salts = many.resolve("releases/1/salts");
    byte[] others = Files.readAllBytes(salts);
    for (int at = 0; at < others.length; at += 32) {
      others[at] ^= 1;
    }
    Files.write(salts, others);
    ReleaseReport report = ReleaseCheck.check(many.resolve("releases/1"), CheckMonitor.NONE);
    assertThat(report.damages()).hasSize(100).last().isEqualTo(notCommitted(99));
    assertThat(report.moreDamages()).isEqualTo(1_201);
  }

  /** Wherever it is stopped, it ends with the one exception, and none of its threads goes on. */
  @Test
  void leavesNoThreadBehindWhenItIsStopped() throws IOException, InterruptedException {
    Path many = directory.resolve("many");
    ReleaseSample.in(many).release("Many", 1_300);
    for (int looks = 1; looks < 1_300; looks += 200) {
      AtomicInteger left = new AtomicInteger(looks);
      CheckMonitor stopping =
          new CheckMonitor() {
            @Override
            public boolean isCancelled() {
              return left.getAndDecrement() <= 0;
            }

            @Override
            public void progress(long bytes) {}
          };
      assertThatExceptionOfType(InterruptedIOException.class)
          .isThrownBy(() -> ReleaseCheck.check(many.resolve("releases/1"), stopping));
      int asked = left.get();
      for (Thread thread : Thread.getAllStackTraces().keySet()) {
        if (thread.getName().startsWith("check-")) { // it has done its work, and is about to end
          assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
        }
      }
      assertThat(left).hasValue(asked);
    }
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
    assertThat(PublicationCheck.check(directory, false, CheckMonitor.NONE).isWhole()).isFalse();
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
