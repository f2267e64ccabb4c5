package broadside.intake.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DividerTest {

  /** Where no thread is larger than a part. */
  @Test
  @Tag("slow")
  void noPartDiffersFromTheMeanByMoreThanTheLargestThread() {
    Random random = new Random(7);
    for (int run = 0; run < 2_000; run++) {
      int[] threads = new int[1 + random.nextInt(300)];
      for (int i = 0; i < threads.length; i++) {
        threads[i] = 1 + random.nextInt(1 + random.nextInt(20));
      }
      int largest = Arrays.stream(threads).max().orElseThrow();
      double all = Arrays.stream(threads).sum();
      int parts = 1 + random.nextInt(threads.length);
      List<Integer> sizes = divide(threads, parts);
      assertThat(sizes).hasSize(parts).doesNotContain(0);
      assertThat(sizes.stream().mapToInt(n -> n).sum()).isEqualTo((int) all);
      if (largest <= all / parts) {
        assertThat(sizes)
            .as("%s in %d", Arrays.toString(threads), parts)
            .allSatisfy(size ->
                assertThat((double) size).isBetween(all / parts - largest, all / parts + largest));
      }
    }
  }

  @Test
  void whatRemainsAfterALargeThreadIsDividedAnew() {
    int[] threads = new int[61];
    Arrays.fill(threads, 1);
    threads[20] = 1_000;
    // Without that, some of the parts after the large thread would have one mail each.
    assertThat(divide(threads, 6)).allSatisfy(size -> assertThat(size).isGreaterThan(8));
  }

  @Test
  void everyPartHasAThreadEvenBesideAHugeOne() {
    assertThat(divide(new int[] {1, 1, 1, 1, 100}, 5)).containsExactly(1, 1, 1, 1, 100);
    assertThat(divide(new int[] {100, 1, 1, 1, 1}, 5)).containsExactly(100, 1, 1, 1, 1);
    assertThat(divide(new int[] {5, 5}, 30)).containsExactly(5, 5);
  }

  private static List<Integer> divide(int[] threads, int parts) {
    Divider divider =
        Divider.of(
            new Cut.Equal(parts), threads.length, Arrays.stream(threads).sum(), ZoneOffset.UTC);
    List<Integer> sizes = new ArrayList<>();
    for (int i = 0; i < threads.length; i++) {
      if (divider.beginsWith(new WaitingThread(i, threads[i], 0, null)) || sizes.isEmpty()) {
        sizes.add(0);
      }
      sizes.set(sizes.size() - 1, sizes.getLast() + threads[i]);
    }
    return sizes;
  }
}
