package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class FailuresTest {
  @Test
  void aStopIsNoFault() {
    InterruptedIOException stop = new InterruptedIOException("stopped before mail 7");
    assertThat(Failures.code(stop)).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(Failures.sentence(stop)).isEqualTo("stopped; the same command goes on.");
  }

  @Test
  void aSentenceEndsOnceWhateverAFileIsCalled() {
    assertThat(Failures.sentence(new NoSuchFileException("etc.")))
        .isEqualTo("There is no file or folder etc.");
    assertThat(Failures.sentence(new NoSuchFileException("etc")))
        .isEqualTo("There is no file or folder etc.");
  }

  @Test
  void anAnswerThatDoesNotComeIsNoStop() {
    SocketTimeoutException late = new SocketTimeoutException("Read timed out");
    assertThat(Failures.code(late)).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(Failures.sentence(late)).isEqualTo("Read timed out");
  }
}
