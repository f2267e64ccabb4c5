package broadside.archive.mirror;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Ends responses that are silent, that drip, that take too long, or that nobody waits for any more:
 * what waits for the network then fails.
 *
 * <p><b>Threads:</b> shared by all; it has one of its own.
 */
final class Pace implements Closeable {
  private static final long TICK_MILLIS = 100;

  private final MirrorLimits limits;
  private final BooleanSupplier isCancelled;
  private final Set<Watched> all = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("mirror-pace").daemon().factory());

  Pace(MirrorLimits limits, BooleanSupplier isCancelled) {
    this.limits = limits;
    this.isCancelled = isCancelled;
    ScheduledFuture<?> _ =
        clock.scheduleWithFixedDelay(
            () -> all.forEach(Watched::look), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /**
   * Watches the current thread, a virtual one, until what it returns is closed.
   *
   * @param head until a response begins
   */
  Watched watch(Duration head) {
    Watched watched = new Watched(head);
    all.add(watched);
    return watched;
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }

  /** What takes something from the network. */
  interface Wait<T> {
    T take() throws IOException;
  }

  /**
   * A thread that asks for a file. While a virtual thread waits for a socket, to interrupt it
   * closes the socket ({@link java.net.Socket}); at other times it is left alone, so that nothing
   * else of its is closed.
   */
  final class Watched implements Closeable {
    private final Thread thread = Thread.currentThread();
    private @Nullable String ended;
    private boolean isWaiting;
    private boolean isAnswered;
    private long end;
    private long bytes;
    private long windowBegan;
    private long windowBytes;

    private Watched(Duration head) {
      this.end = System.nanoTime() + head.toNanos();
    }

    /** Tells that a response has begun; {@code most} bounds its whole time, or is null. */
    synchronized void answered(@Nullable Duration most) {
      isAnswered = true;
      windowBegan = System.nanoTime();
      end = most == null ? Long.MAX_VALUE : windowBegan + most.toNanos();
    }

    /** Tells of bytes of a body that came. */
    synchronized void came(int count) {
      bytes += count;
    }

    /**
     * Waits for the network.
     *
     * @throws FetchException where it was ended from here
     * @throws IOException what the network did
     */
    <T> T await(Wait<T> wait) throws IOException {
      begin();
      T taken;
      try {
        taken = wait.take();
      } catch (IOException e) {
        finish();
        throw e;
      }
      finish();
      return taken;
    }

    private synchronized void begin() throws FetchException {
      checkEnded();
      isWaiting = true;
    }

    private synchronized void finish() throws FetchException {
      isWaiting = false;
      if (ended != null) {
        boolean _ = Thread.interrupted(); // it was meant for the socket
      }
      checkEnded();
    }

    private void checkEnded() throws FetchException {
      if (ended != null) {
        throw FetchException.passing(ended);
      }
    }

    private synchronized void look() {
      long now = System.nanoTime();
      if (isCancelled.getAsBoolean()) {
        end("was left");
      } else if (end != Long.MAX_VALUE && now - end > 0) {
        end(isAnswered ? "took too long for a small file" : "does not answer");
      } else if (isAnswered && now - windowBegan > limits.idle().toNanos()) {
        if (bytes - windowBytes < limits.rate() * Math.max(1, limits.idle().toSeconds())) {
          end("sends nothing, or too slowly to wait for");
        }
        windowBegan = now;
        windowBytes = bytes;
      }
    }

    private void end(String why) {
      all.remove(this);
      ended = why;
      if (isWaiting) {
        thread.interrupt();
      }
    }

    @Override
    public void close() {
      all.remove(this);
    }
  }
}
