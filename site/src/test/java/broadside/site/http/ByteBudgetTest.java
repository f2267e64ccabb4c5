package broadside.site.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ByteBudgetTest {
  @Test
  void takesAnythingWhereNothingIsTaken() {
    ByteBudget budget = new ByteBudget(100);
    assertThat(budget.take(1_000)).isTrue();
    assertThat(budget.take(1)).isFalse();
    budget.give(1_000);
    assertThat(budget.take(1_000)).isTrue();
  }

  @Test
  void leavesRoomForTheSmall() {
    ByteBudget budget = new ByteBudget(100);
    assertThat(budget.take(60)).isTrue();
    assertThat(budget.take(21)).isFalse();
    assertThat(budget.take(20)).isTrue();
    assertThat(budget.take(11)).isFalse();
    assertThat(budget.take(10)).isTrue();
    budget.give(60);
    assertThat(budget.take(35)).isTrue();
  }

  @Test
  void whatTakesNothingAlwaysFits() {
    ByteBudget budget = new ByteBudget(1);
    assertThat(budget.take(5)).isTrue();
    assertThat(budget.take(0)).isTrue();
    budget.give(0);
    budget.give(5);
    assertThat(budget.take(Long.MAX_VALUE)).isTrue();
  }
}
