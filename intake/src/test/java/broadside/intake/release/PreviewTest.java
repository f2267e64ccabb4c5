package broadside.intake.release;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.Publication;
import broadside.archive.ReleaseSummary;
import broadside.intake.PrivateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Previews beside other work on the publication. */
class PreviewTest {
  @TempDir private Path scratch;
  private Letters letters;

  @BeforeEach
  void publish() throws IOException {
    letters = Letters.create(scratch.resolve("pub"));
    letters.add(1, 2, 3);
    letters.release(new ReleaseChoice.Oldest(1));
  }

  @Test
  void showsWhatWouldHaveBeenWhileOthersRelease() throws IOException {
    try (Preview preview = make(new ReleaseChoice.Oldest(1));
        Publication seen = Publication.openPreview(preview.publicDirectory())) {
      assertThat(mails(seen)).containsExactly(1L, 1L);

      letters.release(ReleaseChoice.ALL);

      assertThat(seen.refresh()).isFalse();
      assertThat(mails(seen)).containsExactly(1L, 1L);
      assertThat(seen.refused()).isEmpty();
      assertThat(seen.mail(2)).isNotNull();
    }
    assertThat(letters.published()).hasSize(3);
  }

  @Test
  void leavesAnotherPreviewAlone() throws IOException {
    try (Preview first = make(ReleaseChoice.ALL);
        Preview second = make(new ReleaseChoice.Oldest(1));
        Publication seen = Publication.openPreview(first.publicDirectory());
        Publication other = Publication.openPreview(second.publicDirectory())) {
      assertThat(mails(seen)).containsExactly(1L, 2L);
      assertThat(mails(other)).containsExactly(1L, 1L);
    }
    assertThat(aside()).isEmpty();
  }

  @Test
  void deletesWhatAStopLeftBehind() throws IOException {
    Path aside = letters.publication().resolve("private/releases");
    Files.createDirectories(aside.resolve("preview/releases"));
    Files.createDirectories(aside.resolve("preview-1/public"));
    Files.createDirectories(aside.resolve("preview-2/public"));
    Files.createFile(aside.resolve("preview-2/lock"));

    make(ReleaseChoice.ALL).close();

    assertThat(aside()).isEmpty();
  }

  /** The publication is free as soon as the preview is made. */
  private Preview make(ReleaseChoice choice) throws IOException {
    try (PrivateDirectory directory = PrivateDirectory.open(letters.publication())) {
      return Preview.make(directory, choice, Letters.TIME, ReleaseMonitor.NONE);
    }
  }

  private static List<Long> mails(Publication publication) {
    return publication.releases().stream().map(ReleaseSummary::mails).toList();
  }

  private List<Path> aside() throws IOException {
    try (Stream<Path> all = Files.list(letters.publication().resolve("private/releases"))) {
      return all.toList();
    }
  }
}
