package broadside.intake.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class SegmentFormatTest {
  /** A machine in Iran writes other digits where a person is to read them. */
  @Test
  void aSegmentHasTheSameNameWhateverTheLocalesDigits() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.of("fa", "IR"));
    try {
      assertThat(SegmentFormat.file(Path.of("private"), 17))
          .isEqualTo(Path.of("private/00000017.seg"));
    } finally {
      Locale.setDefault(before);
    }
  }
}
