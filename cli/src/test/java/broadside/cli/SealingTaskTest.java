package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SealingTaskTest {
  @Test
  void aStopTellsHowManyWereSealedBeforeIt() {
    assertThat(SealingTask.stopped(0, 10)).isEqualTo("stopped; nothing was sealed.");
    assertThat(SealingTask.stopped(4, 10))
        .startsWith("stopped; 4 of 10 releases were sealed")
        .endsWith("with --next 6.");
  }
}
