package broadside.site;

import broadside.site.answers.Answers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the cache of indexes in the background, while the site answers from what it has.
 *
 * <p><b>Threads:</b> one.
 */
final class Merging implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Merging.class);

  private final Path cache;
  private final Answers answers;
  private final Runnable forget;
  private boolean isOver;
  private boolean isToldOfOld;

  private Merging(Path cache, Answers answers, Runnable forget) {
    this.cache = cache;
    this.answers = answers;
    this.forget = forget;
  }

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
      ScheduledFuture<?> _ =
          thread.scheduleWithFixedDelay(
              new Merging(cache, answers, forget), 0, period.toMillis(), TimeUnit.MILLISECONDS);
    }
    return thread;
  }

  @Override
  public void run() {
    forgetOld();
    if (isOver) {
      return; // what could not be written once is left until the next start
    }
    boolean changed = true;
    try {
      changed = answers.merge();
    } catch (Throwable e) { // the edge of its thread
      isOver = true;
      LOG.warn(
          "Indexes cannot be merged in {}; searches go on without, and cost more: {}",
          cache,
          e.toString());
    }
    if (changed) {
      forget.run();
    }
  }

  private void forgetOld() {
    try {
      answers.forgetOldIndexes();
    } catch (IOException e) { // it is tried again each time
      if (!isToldOfOld) {
        LOG.warn(
            "Indexes that were made anew, and that hold words of what was taken back since, cannot be deleted in {}: {}",
            cache,
            e.toString());
      }
      isToldOfOld = true;
    }
  }
}
