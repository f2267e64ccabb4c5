package broadside.site.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** By a clock of its own: 500 bytes a second, or less for a minute. */
class ProgressTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final int MINUTE = 60;
  private static final int HOUR = 60 * MINUTE;
  private static final LeastPace PACE =
      new LeastPace(
          Duration.ofDays(1), Duration.ofDays(1), Duration.ofDays(1), 500, Duration.ofMinutes(1));

  private final Progress progress = new Progress(PACE, 0);
  private long bytes;

  /** True where a second passed well in which so many bytes were taken. */
  private boolean take(long count) {
    bytes += count;
    return !progress.isTooSlow(bytes, true, SECOND);
  }

  /** The seconds for which so many bytes were taken in each. */
  private int endure(long count, int most) {
    int seconds = 0;
    while (seconds < most && take(count)) {
      seconds++;
    }
    return seconds;
  }

  @Test
  void whoTakesEnoughIsNeverTooSlow() {
    assertThat(endure(500, HOUR)).isEqualTo(HOUR);
  }

  @Test
  void soIsWhoseBytesTheKernelTakesInLeaps() {
    for (int i = 0; i < HOUR / MINUTE; i++) {
      assertThat(endure(0, MINUTE - 1)).isEqualTo(MINUTE - 1);
      assertThat(take(500 * MINUTE)).isTrue();
    }
  }

  @Test
  void soIsWhoPausesForLessThanAMinute() {
    assertThat(endure(20_000, 10)).isEqualTo(10);
    assertThat(endure(0, MINUTE - 1)).isEqualTo(MINUTE - 1);
    assertThat(endure(1_000, HOUR)).isEqualTo(HOUR);
  }

  @Test
  void whoTakesNothingHasAMinute() {
    assertThat(endure(0, HOUR)).isEqualTo(MINUTE);
  }

  @Test
  void whoTakesALittleHasSomewhatMore() {
    assertThat(endure(1, HOUR)).isEqualTo(MINUTE);
    assertThat(new ProgressTest().endure(250, HOUR)).isBetween(2 * MINUTE - 1, 2 * MINUTE);
  }

  @Test
  void whatWasTakenBeforeCountsForNoMoreThanAMinute() {
    assertThat(take(Integer.MAX_VALUE)).isTrue();
    assertThat(endure(0, HOUR)).isLessThanOrEqualTo(MINUTE);
  }

  @Test
  void whileNobodyIsWaitedForNoTimePasses() {
    for (int i = 0; i < HOUR; i++) {
      assertThat(progress.isTooSlow(0, false, SECOND)).isFalse();
    }
  }
}
