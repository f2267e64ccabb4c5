package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
  @ParameterizedTest
  @CsvSource({
    "-3, less than a minute ago",
    "0, less than a minute ago",
    "59, less than a minute ago",
    "60, 1 minute ago",
    "7199, 119 minutes ago",
    "7200, 2 hours ago",
    "172799, 47 hours ago",
    "172800, 2 days ago",
    "86400000, '1,000 days ago'"
  })
  void timeThatHasPassedIsSaidInAUnitThatAPersonCounts(long seconds, String words) {
    assertThat(Figures.ago(Duration.ofSeconds(seconds))).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 bytes",
    "1, 1 byte",
    "999, 999 bytes",
    "1000, 1.0 kB",
    "161000000, 161 MB",
    "1234567890123456, '1235 TB'"
  })
  void sizesAreSaidInPowersOfAThousand(long bytes, String words) {
    assertThat(Figures.bytes(bytes)).isEqualTo(words);
  }
}
