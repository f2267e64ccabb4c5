package broadside.archive.mirror;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Ends responses that are silent, that drip, that take too long, or that nobody waits for any more:
 * a read of theirs then fails.
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

  /** Watches a response until it is closed; {@code most} bounds its whole time, or is null. */
  Watched watch(InputStream in, @Nullable Duration most) {
    Watched watched = new Watched(in, most);
    all.add(watched);
    return watched;
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }

  /** One response. */
  final class Watched implements Closeable {
    private final InputStream in;
    private final long end;
    private final AtomicLong bytes = new AtomicLong();
    private volatile @Nullable String ended;
    private long windowBegan = System.nanoTime();
    private long windowBytes;

    private Watched(InputStream in, @Nullable Duration most) {
      this.in = in;
      this.end = most == null ? Long.MAX_VALUE : System.nanoTime() + most.toNanos();
    }

    /**
     * Reads as {@link InputStream#read(byte[], int, int)}.
     *
     * @throws FetchException where it was cut off, or ended from here
     */
    int read(byte[] buffer, int length) throws FetchException {
      try {
        int n = in.read(buffer, 0, length);
        String why = ended;
        if (n < 0 && why != null) {
          throw FetchException.passing(why);
        }
        bytes.addAndGet(Math.max(0, n));
        return n;
      } catch (FetchException e) {
        throw e;
      } catch (IOException e) {
        String why = ended;
        throw FetchException.passing(why == null ? "broke off in the middle of a file" : why);
      }
    }

    private void look() {
      long now = System.nanoTime();
      if (isCancelled.getAsBoolean()) {
        end("was left");
      } else if (end != Long.MAX_VALUE && now - end > 0) {
        end("took too long for a small file");
      } else if (now - windowBegan > limits.idle().toNanos()) {
        if (bytes.get() - windowBytes < limits.rate() * Math.max(1, limits.idle().toSeconds())) {
          end("sends nothing, or too slowly to wait for");
        }
        windowBegan = now;
        windowBytes = bytes.get();
      }
    }

    private void end(String why) {
      ended = why;
      close();
    }

    @Override
    public void close() {
      all.remove(this);
      try {
        in.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
