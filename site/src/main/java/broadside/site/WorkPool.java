package broadside.site;

import java.io.Closeable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Threads for what costs much, apart from those that serve pages: however many search, or ask for
 * large mails, reading goes on.
 *
 * <p>A thread is held while an answer is made, not while it is sent, so that a slow reader holds
 * none. Who asks for much waits behind those who ask for little, and goes first where too many
 * wait. Readers who cannot be told apart count as one network.
 *
 * <p><b>Threads:</b> shared by all.
 */
final class WorkPool implements Closeable {
  /** Those whom nobody tells apart. */
  private static final String NOBODY = "";

  private final ThreadPoolExecutor threads;
  private final int waiting;
  private final Duration patience;

  /** The round in which each network's last task is: start-time fair queueing. */
  private final Map<String, Long> rounds = new HashMap<>();

  private long round;
  private long tasks;

  /** Threads of this name, as many as the limits have for searches. */
  WorkPool(String name, SiteLimits limits) {
    waiting = limits.searchesWaiting();
    patience = limits.searchPatience();
    threads =
        new ThreadPoolExecutor(
            limits.searchThreads(),
            limits.searchThreads(),
            0,
            TimeUnit.SECONDS,
            new PriorityBlockingQueue<>(),
            Thread.ofPlatform().name(name + "-", 1).daemon().factory());
  }

  /**
   * Runs one of the two, once: {@code work} when a thread is free for it, {@code tooLate} where it
   * waited longer than a reader does, made room for another network's, or still waited when the
   * pool was closed. False where too many wait already, or it is closed, and neither will run.
   *
   * @param network of whom it is done for, or null where nobody is told apart
   */
  boolean submit(@Nullable String network, Runnable work, Runnable tooLate) {
    Task last;
    synchronized (this) {
      if (threads.isShutdown()) {
        return false;
      }
      String of = network == null ? NOBODY : network;
      long mine = Math.max(round, rounds.getOrDefault(of, 0L)) + 1;
      Task task = new Task(mine, tasks++, System.nanoTime(), work, tooLate);
      last = threads.getQueue().size() < waiting ? null : last();
      if (last != null && (last.round <= mine || !threads.remove(last))) {
        return false;
      }
      threads.execute(task);
      rounds.put(of, mine);
    }
    if (last != null) {
      last.tooLate.run();
    }
    return true;
  }

  private @Nullable Task last() {
    return threads.getQueue().stream()
        .map(Task.class::cast)
        .max(Comparator.naturalOrder())
        .orElse(null);
  }

  private synchronized void begin(Task task) {
    round = Math.max(round, task.round);
    rounds.values().removeIf(last -> last <= round); // nothing of theirs waits
  }

  /** Takes no more, and refuses what waits; what is being made is made. */
  @Override
  public void close() {
    List<Runnable> waited = new ArrayList<>();
    synchronized (this) { // not between a task that makes room and the one for which it does
      threads.shutdown();
      threads.getQueue().drainTo(waited);
    }
    waited.forEach(task -> ((Task) task).tooLate.run());
  }

  /** What waits; earlier rounds come first, and within a round who came first. */
  private final class Task implements Runnable, Comparable<Task> {
    private final long round;
    private final long number;
    private final long start;
    private final Runnable work;
    private final Runnable tooLate;

    Task(long round, long number, long start, Runnable work, Runnable tooLate) {
      this.round = round;
      this.number = number;
      this.start = start;
      this.work = work;
      this.tooLate = tooLate;
    }

    @Override
    public void run() {
      begin(this);
      (System.nanoTime() - start > patience.toNanos() ? tooLate : work).run();
    }

    @Override
    public int compareTo(Task other) {
      int byRound = Long.compare(round, other.round);
      return byRound == 0 ? Long.compare(number, other.number) : byRound;
    }
  }
}
