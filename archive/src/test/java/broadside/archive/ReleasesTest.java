package broadside.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReleasesTest {
  private static final About ABOUT = new About("Port", "", "", "en", "");

  @Test
  void aRefusalIsASentenceWhateverTheFaultSays() throws IOException {
    Releases releases =
        Releases.none(ABOUT)
            .with(
                ABOUT,
                List.of(7),
                number -> {
                  throw new EOFException();
                });
    assertThat(releases.refused())
        .containsExactly(new RefusedRelease(7, "Release 7 cannot be read: java.io.EOFException."));
  }

  @Test
  void whoIsStoppedRefusesNoRelease() {
    assertThatExceptionOfType(ClosedByInterruptException.class)
        .isThrownBy(() ->
            Releases.none(ABOUT)
                .with(
                    ABOUT,
                    List.of(7),
                    number -> {
                      throw new ClosedByInterruptException();
                    }));
  }
}
