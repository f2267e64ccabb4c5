package broadside.archive.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import broadside.archive.About;
import broadside.archive.Publication;
import broadside.archive.PublishedMail;
import broadside.proof.release.ManifestLine;
import broadside.proof.release.Reason;
import broadside.proof.statement.ReleaseStatement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseWriterTest {
  @TempDir Path directory;

  @Test
  void publishesMailsThatAReaderGetsBack() throws IOException {
    ReleaseSample sample = ReleaseSample.in(directory);
    sample.release("First", 5);
    sample.release("", 3);
    try (Publication publication = Publication.open(directory)) {
      assertThat(publication.about()).isEqualTo(ReleaseSample.ABOUT);
      assertThat(publication.releases()).hasSize(2);
      assertThat(publication.releases().get(1).first()).isEqualTo(6);
      for (int number = 1; number <= 8; number++) {
        PublishedMail mail = publication.mail(number);
        assertThat(mail).isNotNull();
        assertThat(mail.release()).isEqualTo(number <= 5 ? 1 : 2);
        assertThat(mail.eml()).isEqualTo(sample.mail(number));
      }
      assertThat(publication.mail(0)).isNull();
      assertThat(publication.mail(9)).isNull();
    }
  }

  @Test
  void seesANewReleaseAfterRefresh() throws IOException {
    ReleaseSample sample = ReleaseSample.in(directory);
    sample.release("First", 1);
    try (Publication publication = Publication.open(directory)) {
      assertThat(publication.refresh()).isFalse();
      sample.release("Second", 1);
      assertThat(publication.mail(2)).isNull();
      assertThat(publication.refresh()).isTrue();
      assertThat(publication.mail(2)).isNotNull();
    }
  }

  @Test
  void givesWithheldNumbersWithoutMail() throws IOException {
    ReleaseSample sample = ReleaseSample.in(directory);
    sample.releaseWithheld(Reason.SAFETY);
    try (Publication publication = Publication.open(directory)) {
      PublishedMail mail = publication.mail(1);
      assertThat(mail).isNotNull();
      assertThat(mail.eml()).isNull();
      assertThat(mail.line()).isInstanceOf(ManifestLine.Withheld.class);
    }
  }

  @Test
  void writesAZipThatOthersRead() throws IOException {
    ReleaseSample sample = ReleaseSample.in(directory);
    sample.release("First", 4);
    List<String> names = new ArrayList<>();
    try (ZipFile zip = new ZipFile(directory.resolve("releases/1/mail.zip").toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        names.add(entry.getName());
        assertThat(zip.getInputStream(entry).readAllBytes()).isEqualTo(sample.mail(names.size()));
        assertThat(entry.getExtra()).isNull();
        assertThat(entry.getTimeLocal()).isEqualTo("1980-01-01T00:00:00");
      }
    }
    assertThat(names)
        .containsExactly("000000001.eml", "000000002.eml", "000000003.eml", "000000004.eml");
  }

  /** Whoever finds the list takes the directory for whole. */
  @Test
  void theListComesWhenAllElseIsThere() throws IOException {
    ReleaseSample sample = ReleaseSample.in(directory);
    ReleaseStatement statement = sample.release("First", 1);
    Path aside = directory.resolve("aside");
    ReleaseHeading heading =
        new ReleaseHeading(
            statement.publication(),
            statement.policy(),
            1,
            statement.previous(),
            "",
            1,
            statement.about(),
            statement.time());
    try (ReleaseWriter writer = ReleaseWriter.create(aside, heading)) {
      Files.createDirectory(aside.resolve(ReleaseFiles.STATEMENT)); // in the way
      assertThatIOException().isThrownBy(() -> writer.finish(statement.encode()));
    }
    assertThat(aside.resolve(ReleaseFiles.MANIFEST)).exists();
    assertThat(aside.resolve(ReleaseFiles.LIST)).doesNotExist();
  }

  @Test
  void splitsIntoVolumes() throws IOException {
    ReleaseSample sample = ReleaseSample.in(directory).withVolumes(1_000);
    sample.release("Many", 30);
    assertThat(directory.resolve("releases/1/mail-2.zip")).exists();
    assertThat(Files.size(directory.resolve("releases/1/mail.zip"))).isLessThanOrEqualTo(1_000);
    try (Publication publication = Publication.open(directory)) {
      for (int number = 1; number <= 30; number++) {
        assertThat(publication.mail(number).eml()).isEqualTo(sample.mail(number));
      }
    }
  }

  @Test
  void parsesAboutAsPrinted() throws Exception {
    assertThat(About.parse(ReleaseSample.ABOUT.encode())).isEqualTo(ReleaseSample.ABOUT);
  }
}
