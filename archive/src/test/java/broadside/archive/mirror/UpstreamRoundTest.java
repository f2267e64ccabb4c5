package broadside.archive.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpstreamRoundTest {
  private static final Upstream GOOD = Upstream.of("http://good.example/");
  private static final Upstream BAD = Upstream.of("http://bad.example/");

  @Test
  void anAnswerThatThisProgramDoesNotBearSpoilsNoOther() throws IOException {
    Sources sources = new Sources(List.of(BAD, GOOD));
    UpstreamRound round = new UpstreamRound(sources, new Patience(Clock.systemUTC()));
    assertThat(
            round.ask(upstream -> {
              if (upstream.equals(BAD)) {
                throw new IllegalStateException("a surprise");
              }
              return "fine";
            }))
        .containsOnlyKeys(GOOD);
    assertThat(sources.all()).containsExactly(GOOD);
    assertThat(sources.faults())
        .singleElement()
        .satisfies(fault -> assertThat(fault.sentence()).contains("bad.example", "a surprise"));
  }
}
