package broadside.archive.mirror;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What is fetched one after another, of which the next few are fetched meanwhile.
 *
 * <p><b>Threads:</b> one; it uses others. <b>Memory:</b> as much as is fetched at a time.
 */
final class Ahead<T> implements AutoCloseable {
  private final Iterator<? extends Callable<T>> tasks;
  private final int parallel;
  private final ExecutorService threads;
  private final Deque<Future<T>> begun = new ArrayDeque<>();

  /**
   * The results of tasks, in their order.
   *
   * @param parallel how many are at work at a time
   */
  Ahead(Iterator<? extends Callable<T>> tasks, int parallel) {
    this.tasks = tasks;
    this.parallel = parallel;
    this.threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("mirror-log-", 0).factory());
  }

  /** The next one; its failure is thrown as it is. */
  T next() throws IOException {
    while (begun.size() < parallel && tasks.hasNext()) {
      begun.add(threads.submit(tasks.next()));
    }
    return Downloads.result(begun.remove());
  }

  /** Leaves what is still on its way. */
  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }
}
