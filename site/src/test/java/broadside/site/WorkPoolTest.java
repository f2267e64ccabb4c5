package broadside.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One thread, four places to wait. */
class WorkPoolTest {
  private final List<String> done = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);
  private WorkPool pool;

  @BeforeEach
  void holdTheThread() throws InterruptedException {
    Narrow narrow = new Narrow();
    narrow.searchThreads = 1;
    narrow.searchesWaiting = 4;
    narrow.searchPatience = SiteUnderTest.PATIENCE;
    pool = new WorkPool("test", narrow.limits());
    Runnable first =
        () -> {
          begun.countDown();
          await(go);
        };
    assertThat(pool.submit("1", first, first)).isTrue();
    await(begun);
  }

  @AfterEach
  void close() {
    go.countDown();
    pool.close();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(SiteUnderTest.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean ask(@Nullable String network, String what) {
    return pool.submit(network, () -> done.add(what), () -> done.add(what + " refused"));
  }

  /** Lets all that waits be done. */
  private void finish(int waiting) throws InterruptedException {
    go.countDown();
    long end = System.nanoTime() + SiteUnderTest.PATIENCE.toNanos();
    while (done.size() < waiting) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.sleep(5);
    }
  }

  @Test
  void oneNetworkIsServedInTheOrderInWhichItAsks() throws Exception {
    for (int i = 0; i < 4; i++) {
      assertThat(ask("1", "a" + i)).isTrue();
    }
    assertThat(ask("1", "a4")).isFalse();
    finish(4);
    assertThat(done).containsExactly("a0", "a1", "a2", "a3");
  }

  @Test
  void whoAsksForLittleNeedNotWaitBehindOneWhoFloods() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThat(ask("1", "a" + i)).isTrue();
    }
    assertThat(ask("2", "b0")).isTrue();
    finish(4);
    assertThat(done).containsExactly("a0", "b0", "a1", "a2");
  }

  @Test
  void whereAllPlacesAreTakenTheFloodMakesRoom() throws Exception {
    for (int i = 0; i < 4; i++) {
      assertThat(ask("1", "a" + i)).isTrue();
    }
    assertThat(ask("2", "b0")).isTrue();
    assertThat(ask(null, "c0")).isTrue();
    assertThat(ask("3", "d0")).isTrue();
    assertThat(ask("4", "e0")).isFalse(); // each of those who wait has one
    finish(7);
    assertThat(done)
        .containsExactly("a3 refused", "a2 refused", "a1 refused", "a0", "b0", "c0", "d0");
  }

  @Test
  void whoStillWaitsWhenItClosesIsRefused() {
    for (int i = 0; i < 4; i++) {
      assertThat(ask("1", "a" + i)).isTrue();
    }
    pool.close();
    assertThat(done).contains("a0 refused", "a1 refused", "a2 refused", "a3 refused");
    assertThat(ask("2", "b0")).isFalse();
    assertThat(done).doesNotContain("b0", "b0 refused");
  }
}
