package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.release.Durable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@link CutTest} plays by a clock of its own, with the real command, each machine in a
 * network namespace of its own, and real minutes. It lasts ten minutes, most of them spent waiting.
 *
 * <p>{@code -Dcut.runs=100 -Dcut.parallel=3} makes a hundred, three at a time, begun one after the
 * other, with the seeds from {@code cut.seed} on. What comes before the cut is done once, for an
 * hour that is far enough; each run begins with a copy of it, and with clocks that stand shortly
 * before that hour.
 */
class CutAcrossNetworkTest {
  /** How long a run takes, roughly. */
  private static final Duration LASTS = Duration.ofMinutes(8);

  @TempDir private Path scratch;

  @Test
  @Tag("acceptance")
  @Timeout(100_000)
  void everyPartIsReadableOnEveryLivingMirror() throws Exception {
    List<Integer> seeds = seeds();
    CutStage.Sealed sealed;
    try (CutStage stage =
        new CutStage(Files.createDirectory(scratch.resolve("sealed")), Map.of())) {
      sealed = stage.prepare();
    }
    List<Duration> all = new ArrayList<>();
    List<Throwable> failures = new ArrayList<>();
    int parallel = Integer.getInteger("cut.parallel", 1);
    try (ExecutorService pool = Executors.newFixedThreadPool(parallel)) {
      List<Future<List<Duration>>> results = new ArrayList<>();
      for (int i = 0; i < seeds.size(); i++) {
        Duration wait = i < parallel ? LASTS.multipliedBy(i).dividedBy(parallel) : Duration.ZERO;
        results.add(pool.submit(run(seeds.get(i), sealed, wait)));
      }
      for (Future<List<Duration>> result : results) {
        try {
          all.addAll(result.get());
        } catch (ExecutionException e) {
          failures.add(e.getCause());
        }
      }
    }
    Collections.sort(all);
    System.out.printf(
        "The cut, %d runs of which %d failed, from due to readable and searchable: %s%n",
        seeds.size(), failures.size(), all.isEmpty() ? "never" : CutRun.figures(all));
    assertThat(failures).isEmpty();
  }

  /** Those that are listed with commas, or so many from the one that is named. */
  private static List<Integer> seeds() {
    List<Integer> listed =
        Stream.of(System.getProperty("cut.seed", "1").split(",")).map(Integer::valueOf).toList();
    int runs = Integer.getInteger("cut.runs", 1);
    int first = listed.getFirst();
    return listed.size() > 1 ? listed : IntStream.range(first, first + runs).boxed().toList();
  }

  /** Waits so long first: machines that all start at once would be in each other's way. */
  private Callable<List<Duration>> run(int seed, CutStage.Sealed sealed, Duration wait) {
    return () -> {
      Thread.sleep(wait);
      Path directory = Trees.copy(sealed.directory(), scratch.resolve("cut-" + seed));
      List<Duration> times;
      try (CutRun run = new CutRun(seed, directory, sealed)) {
        times = run.play();
      }
      Durable.deleteTree(directory);
      return times;
    };
  }
}
