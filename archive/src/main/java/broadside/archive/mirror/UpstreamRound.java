package broadside.archive.mirror;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Asks all upstreams of a run the same, at the same time.
 *
 * <p><b>Threads:</b> one; it uses others.
 *
 * @param sources who is asked, and who is told of those at fault
 * @param patience how long they are waited for
 */
record UpstreamRound(Sources sources, Patience patience) {
  /** What is asked of an upstream. */
  @FunctionalInterface
  interface Question<T> {
    T ask(Upstream upstream) throws IOException;
  }

  /**
   * What upstreams answer, in their order. They are asked at the same time; once one has answered,
   * the others are waited for as {@link Patience} says. Who is at fault is told, and left out.
   */
  <T> Map<Upstream, T> ask(Question<T> question) throws IOException {
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      CompletionService<T> answers = new ExecutorCompletionService<>(threads);
      Map<Upstream, Future<T>> asked = new LinkedHashMap<>();
      for (Upstream upstream : sources.all()) {
        asked.put(upstream, answers.submit(() -> question.ask(upstream)));
      }
      await(answers, asked);
      Map<Upstream, T> answered = new LinkedHashMap<>();
      for (Map.Entry<Upstream, Future<T>> one : asked.entrySet()) {
        if (one.getValue().state() == Future.State.SUCCESS) {
          answered.put(one.getKey(), one.getValue().resultNow());
          patience.answered(one.getKey());
        } else {
          blame(one.getKey(), fault(one.getValue()));
        }
      }
      return answered;
    } finally {
      threads.shutdownNow(); // who is not waited for is given up
    }
  }

  /** Returns when all have answered, or when nobody is waited for any more. */
  private <T> void await(CompletionService<T> answers, Map<Upstream, Future<T>> asked)
      throws InterruptedIOException {
    Long deadline = null;
    try {
      for (int i = 0; i < asked.size(); i++) {
        Future<T> answer =
            deadline == null
                ? answers.take()
                : answers.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (answer == null) {
          return;
        }
        if (deadline == null && answer.state() == Future.State.SUCCESS) {
          List<Upstream> missing =
              asked.entrySet().stream()
                  .filter(one -> !one.getValue().isDone())
                  .map(Map.Entry::getKey)
                  .toList();
          deadline = System.nanoTime() + patience.of(missing).toNanos();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped while upstreams were asked");
    }
  }

  private void blame(Upstream upstream, FetchException fault) {
    sources.blame(upstream, fault);
    if (fault.kind() == Fault.Kind.UNREACHABLE) {
      patience.silent(upstream);
    } else {
      patience.answered(upstream);
    }
  }

  private static FetchException fault(Future<?> answer) throws IOException {
    if (answer.state() != Future.State.FAILED) {
      return FetchException.unreachable("gives no answer, while others do");
    }
    return switch (answer.exceptionNow()) {
      case FetchException fault -> fault;
      case IOException failure -> throw failure;
      case RuntimeException bug -> // one upstream must not be able to stop the work with all others
          FetchException.unreachable("gives an answer that this program fails at (" + bug + ")");
      case Throwable error -> throw new IllegalStateException(error);
    };
  }
}
