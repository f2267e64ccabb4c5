package broadside.proof.sealed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartsTest {
  /** 4, 5, 6 and 7 times each power of two, from 16 MiB to 128 GiB. */
  private static List<Long> steps() {
    List<Long> steps = new ArrayList<>();
    for (long power = 1L << 22; power < 1L << 35; power *= 2) {
      steps.addAll(List.of(4 * power, 5 * power, 6 * power, 7 * power));
    }
    steps.add(Parts.MOST);
    return steps;
  }

  @Test
  void padsToTheNextStepAtEveryBoundary() {
    List<Long> steps = steps();
    for (int i = 0; i < steps.size(); i++) {
      long step = steps.get(i);
      assertThat(Parts.step(step)).isEqualTo(step);
      assertThat(Parts.step(step - 1)).isEqualTo(step);
      assertThat(Parts.isStep(step)).isTrue();
      assertThat(Parts.isStep(step - 1)).isFalse();
      assertThat(Parts.isStep(step + 1)).isFalse();
      if (i + 1 < steps.size()) {
        assertThat(Parts.step(step + 1)).isEqualTo(steps.get(i + 1));
        assertThat(steps.get(i + 1)).isLessThanOrEqualTo(step + step / 4);
      }
    }
    assertThat(Parts.step(0)).isEqualTo(Parts.LEAST);
    assertThat(Parts.step(1)).isEqualTo(Parts.LEAST);
    assertThatIllegalArgumentException().isThrownBy(() -> Parts.step(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> Parts.step(Parts.MOST + 1));
    assertThat(Parts.isStep(0)).isFalse();
    assertThat(Parts.isStep(Long.MIN_VALUE)).isFalse();
    assertThat(Parts.isStep(8L << 40)).isFalse();
  }

  @Test
  void cutsEveryStepIntoWholePartsAndARest() {
    for (long step : steps()) {
      List<Long> parts = Parts.cut(step);
      assertThat(parts.stream().mapToLong(p -> p).sum()).isEqualTo(step);
      assertThat(parts.subList(0, parts.size() - 1)).allMatch(p -> p == Parts.PART);
      assertThat(parts.getLast()).isBetween(1L, Parts.PART);
    }
    assertThat(Parts.cut(Parts.PART)).containsExactly(Parts.PART);
    assertThat(Parts.cut(5L << 28)).containsExactly(Parts.PART, Parts.PART / 4);
    assertThat(Parts.cut(Parts.MOST)).hasSize(128);
    assertThatIllegalArgumentException().isThrownBy(() -> Parts.cut(Parts.PART + 1));
  }

  @Test
  void whatAgeAddsFitsTheOverhead() {
    long chunks = Math.ceilDiv(Parts.PART, 1L << 16);
    assertThat(16 * chunks + 16 + 1024).isLessThan(Parts.OVERHEAD);
  }
}
