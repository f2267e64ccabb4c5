package broadside.intake.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import broadside.archive.About;
import broadside.intake.PrivateDirectory;
import broadside.intake.Settings;
import broadside.intake.add.Intake;
import broadside.intake.add.IntakeMonitor;
import broadside.intake.sign.Founding;
import broadside.mail.source.SourceOptions;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateCheckTest {
  @TempDir Path parent;
  private Path publication;

  @BeforeEach
  void publication() throws IOException {
    publication = parent.resolve("pub");
    Founding.create(publication, new About("Harbour letters", "", "", "en", ""), Settings.DEFAULT);
    Path source = Files.createDirectory(parent.resolve("letters"));
    for (int i = 0; i < 3; i++) {
      Files.writeString(
          source.resolve(i + ".eml"), "From: bo@harbour.example\nSubject: " + i + "\n\nTides.\n");
    }
    try (PrivateDirectory directory = PrivateDirectory.open(publication)) {
      new Intake(directory, SourceOptions.DEFAULT).add(source, IntakeMonitor.NONE);
    }
  }

  @Test
  void readsEveryMailAgain() throws IOException {
    PrivateCheck check = check();
    assertThat(check.isWhole()).isTrue();
    assertThat(check.mails()).isEqualTo(3);
    assertThat(check.bytes()).isEqualTo(3 * 44);
  }

  @Test
  void namesTheMailWhoseBytesHaveChanged() throws IOException {
    Path segment = publication.resolve("private/mail/00000001.seg");
    byte[] bytes = Files.readAllBytes(segment);
    bytes[8 + 48 + 20] ^= 1;
    Files.write(segment, bytes);
    PrivateCheck check = check();
    assertThat(check.damaged()).isEqualTo(1);
    assertThat(check.mails()).isEqualTo(3);
    assertThat(check.problems()).singleElement().asString().contains("00000001.seg");
  }

  @Test
  void goesOnWithoutASegment() throws IOException {
    Files.delete(publication.resolve("private/mail/00000001.seg"));
    PrivateCheck check = check();
    assertThat(check.damaged()).isEqualTo(3);
    assertThat(check.problems()).hasSize(3).allMatch(line -> line.contains("is missing"));
  }

  @Test
  void tellsHowFarItIsAndStopsWhenCancelled() throws IOException {
    List<Long> told = new ArrayList<>();
    try (PrivateDirectory directory = PrivateDirectory.read(publication)) {
      assertThatThrownBy(() ->
              PrivateCheck.of(directory, () -> told.size() == 2, (mails, bytes) -> told.add(bytes)))
          .isInstanceOf(InterruptedIOException.class);
    }
    assertThat(told).containsExactly(44L, 88L);
  }

  private PrivateCheck check() throws IOException {
    try (PrivateDirectory directory = PrivateDirectory.read(publication)) {
      return PrivateCheck.of(directory, () -> false, (n, b) -> {});
    }
  }
}
