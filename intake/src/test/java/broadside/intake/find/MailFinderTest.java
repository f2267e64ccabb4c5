package broadside.intake.find;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import broadside.intake.PrivateDirectory;
import broadside.intake.StopAfter;
import broadside.intake.release.Letters;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailFinderTest {
  @TempDir Path directory;
  private Letters letters;

  @BeforeEach
  void letters() throws IOException {
    letters = Letters.create(directory.resolve("pub"));
    letters.add(1, 2, 3);
  }

  @Test
  void tellsOfEachMail() throws IOException {
    StopAfter monitor = new StopAfter(99);
    try (PrivateDirectory open = PrivateDirectory.open(letters.publication());
        MailFinder _ = MailFinder.open(open, monitor)) {
      assertThat(MailFinder.mails(open)).isEqualTo(3);
    }
    assertThat(monitor.told()).isEqualTo(3);
  }

  @Test
  void aStopLeavesNothingBehind() throws IOException {
    try (PrivateDirectory open = PrivateDirectory.open(letters.publication())) {
      assertThatExceptionOfType(InterruptedIOException.class)
          .isThrownBy(() -> MailFinder.open(open, new StopAfter(2)));
      assertThat(open.asideDirectory()).isEmptyDirectory();
    }
  }
}
