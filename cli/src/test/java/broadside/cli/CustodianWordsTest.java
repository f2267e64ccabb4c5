package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class CustodianWordsTest {
  private static final Instant NOW = Instant.parse("2026-11-30T04:06:00Z");

  @Test
  void theClockIsTheWorldsAndThatOnTheWall() {
    assertThat(new CustodianWords(ZoneId.of("Europe/Berlin")).clock(NOW))
        .isEqualTo(
            "This machine's clock shows 2026-11-30T04:06:00Z (Monday 30 November 2026, 05:06:00 CET).");
    assertThat(new CustodianWords(ZoneId.of("UTC")).clock(NOW))
        .isEqualTo("This machine's clock shows 2026-11-30T04:06:00Z.");
  }
}
