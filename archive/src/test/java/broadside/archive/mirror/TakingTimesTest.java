package broadside.archive.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import broadside.archive.mirror.TakingTimes.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TakingTimesTest {
  private static final Instant DAY = Instant.parse("2026-05-01T00:00:00Z");
  private static final Duration WEEK = Duration.ofDays(7);

  @TempDir Path mirror;

  private static Moment days(int here, int witnesses) {
    return new Moment(DAY.plus(Duration.ofDays(here)), DAY.plus(Duration.ofDays(witnesses)));
  }

  private static Moment days(int here) {
    return new Moment(DAY.plus(Duration.ofDays(here)), null);
  }

  @Test
  void isOverOnceAllClocksThatAreKnownSaySo() {
    assertThat(days(0).isPast(WEEK, days(6))).isFalse();
    assertThat(days(0).isPast(WEEK, days(7))).isTrue();
    assertThat(days(0, 0).isPast(WEEK, days(7, 6))).isFalse();
    assertThat(days(0, 0).isPast(WEEK, days(6, 7))).isFalse();
    assertThat(days(0, 0).isPast(WEEK, days(7, 7))).isTrue();
    assertThat(days(0, 0).isPast(WEEK, days(7))).isTrue();
    assertThat(days(0).isPast(WEEK, days(7, 0))).isTrue();
  }

  @Test
  void aClockThatWasAheadCountsForNothing() {
    assertThat(days(9_000, 0).isPast(WEEK, days(8, 8))).isTrue();
    assertThat(days(9_000, 0).isPast(WEEK, days(8, 6))).isFalse();
    assertThat(days(9_000).isPast(WEEK, days(8))).isFalse();
  }

  @Test
  void remembersTheLastTimeOfEachReleaseUntilItIsPast() throws IOException {
    TakingTimes times = new TakingTimes(mirror);
    assertThat(times.read()).isEmpty();
    times.add(List.of(1, 2), days(0, 0), WEEK);
    times.add(List.of(2, 3), days(1), WEEK);
    assertThat(mirror.resolve("taken-back"))
        .hasContent(
            """
            broadside/v1 taken-back
            1 1777593600 1777593600
            2 1777680000 -
            3 1777680000 -
            """);
    assertThat(new TakingTimes(mirror).read())
        .containsOnlyKeys(1, 2, 3)
        .containsEntry(1, days(0, 0))
        .containsEntry(3, days(1));
    times.add(List.of(4), days(7, 7), WEEK);
    assertThat(times.read()).containsOnlyKeys(2, 3, 4);
  }

  @Test
  void whatIsDamagedIsNoEmptyOne() throws IOException {
    for (String file : new String[] {"", "1 2 3\n", "broadside/v1 taken-back\n1 x -\n"}) {
      Files.writeString(mirror.resolve("taken-back"), file);
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> new TakingTimes(mirror).read())
          .withMessageContaining("taken-back is damaged");
    }
  }
}
