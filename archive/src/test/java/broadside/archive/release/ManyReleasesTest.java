package broadside.archive.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import broadside.archive.Publication;
import broadside.archive.PublicationCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class ManyReleasesTest {
  private static final int RELEASES = 300;

  @TempDir Path directory;

  @Test
  void readsThreeHundredReleasesAsOne() throws IOException {
    ReleaseSample sample = ReleaseSample.in(directory);
    for (int release = 1; release <= RELEASES; release++) {
      sample.release("", 3);
    }
    try (Publication publication = Publication.open(directory)) {
      assertThat(publication.releases()).hasSize(RELEASES);
      for (int number = 1; number <= 3 * RELEASES; number++) {
        assertThat(publication.mail(number).eml()).isEqualTo(sample.mail(number));
      }
      sample.release("", 1);
      assertThat(publication.refresh()).isTrue();
      assertThat(publication.mail(3 * RELEASES + 1)).isNotNull();
    }
    assertThat(PublicationCheck.check(directory, false, CheckMonitor.NONE).isWhole()).isTrue();
  }

  @Test
  void holdsNoFileOpen() throws IOException {
    Path open = Path.of("/proc/self/fd");
    assumeTrue(Files.isDirectory(open), "no /proc here: open files are not counted");
    ReleaseSample sample = ReleaseSample.in(directory);
    for (int release = 1; release <= 50; release++) {
      sample.release("", 1);
    }
    long before = count(open);
    try (Publication publication = Publication.open(directory)) {
      for (int number = 1; number <= 50; number++) {
        publication.mail(number);
      }
      assertThat(count(open)).isLessThan(before + 10);
    }
  }

  private static long count(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.count();
    }
  }
}
