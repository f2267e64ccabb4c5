package broadside.site.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PermitsTest {
  /** With the site's own figures for pages. */
  @ParameterizedTest
  @CsvSource({"0, 64", "1, 64", "16, 41", "100, 8", "400, 2"})
  void howeverManyTakeAllTheyCanWhoComesNextFindsRoom(int greedy, int room) {
    Permits permits = new Permits(1_024);
    PerAddress responses = new PerAddress(64);
    for (int i = 0; i < 64; i++) {
      for (int network = 0; network < greedy; network++) {
        boolean _ = responses.take("192.0.2." + network, permits);
      }
    }
    assertThat(all("198.51.100.1", responses, permits)).isEqualTo(room);
  }

  /** How many a network gets that takes all it can. */
  private static int all(String network, PerAddress responses, Permits permits) {
    int had = 0;
    while (responses.take(network, permits)) {
      had++;
    }
    return had;
  }

  @ParameterizedTest
  @CsvSource({"0, 64", "1000, 5", "1024, 2", "5000, 2"})
  void whoIsNotNamedTakesPlacesTooAndIsNeverRefused(int unnamed, int share) {
    Permits permits = new Permits(1_024);
    PerAddress responses = new PerAddress(64);
    for (int i = 0; i < unnamed; i++) {
      assertThat(responses.take(null, permits)).isTrue();
    }
    int had = all("192.0.2.1", responses, permits);
    assertThat(had).isEqualTo(share);
    for (int i = 0; i < unnamed; i++) {
      responses.give(null, permits);
    }
    assertThat(permits.share()).isEqualTo((1_024 - had) / 4);
  }
}
