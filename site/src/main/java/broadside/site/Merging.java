package broadside.site;

import broadside.site.answers.Answers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Merges indexes in the background, while the site answers from what it has. */
final class Merging {
  private static final Logger LOG = LoggerFactory.getLogger(Merging.class);

  private Merging() {}

  /**
   * A thread that merges from now on, or that does nothing where there is no cache.
   *
   * @param forget drops every page made before
   */
  static ScheduledExecutorService start(
      @Nullable Path cache, Duration period, Answers answers, Runnable forget) {
    ScheduledExecutorService thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("merge-indexes").daemon().factory());
    if (cache != null) {
      boolean[] said = {false};
      ScheduledFuture<?> _ =
          thread.scheduleWithFixedDelay(
              () -> merge(cache, answers, forget, said),
              0,
              period.toMillis(),
              TimeUnit.MILLISECONDS);
    }
    return thread;
  }

  private static void merge(Path cache, Answers answers, Runnable forget, boolean[] said) {
    if (said[0]) {
      return; // what could not be written once is left until the next start
    }
    boolean changed = true;
    try {
      changed = answers.merge();
    } catch (Throwable e) { // the edge of its thread
      said[0] = true;
      LOG.warn(
          "Indexes cannot be merged in {}; searches go on without, and cost more: {}",
          cache,
          e.toString());
    }
    if (changed) {
      forget.run();
    }
  }
}
