package broadside.archive.mirror;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * How far a request is. The thread that makes it tells what it does; the one that waits for it
 * looks, and leaves it alone where its response is silent, drips or takes too long.
 *
 * <p><b>Threads:</b> those two.
 */
final class Pace {
  private final MirrorLimits limits;

  /** Held by the thread that makes the request, but not while it waits for the network. */
  private final ReentrantLock work = new ReentrantLock();

  private Runnable hangUp = () -> {};
  private @Nullable String ended;
  private boolean isAnswered;
  private long end = Long.MAX_VALUE;
  private long bytes;
  private long windowBegan;
  private long windowBytes;

  Pace(MirrorLimits limits) {
    this.limits = limits;
  }

  /** A request and what comes of it. */
  interface Exchange<T> {
    T run(Pace pace) throws IOException;
  }

  /** What takes something from the network. */
  interface Wait<T> {
    T take() throws IOException;
  }

  /** Makes a request. What follows but for {@link #look} and {@link #leave} is for it. */
  <T> T run(Exchange<T> request) throws IOException {
    work.lock();
    try {
      return request.run(this);
    } finally {
      work.unlock();
    }
  }

  /**
   * Tells that something is asked for.
   *
   * @param head until an answer begins
   * @param how ends the wait for it, from another thread
   */
  void asks(Duration head, Runnable how) {
    isAnswered = false;
    hangUp = how;
    end = System.nanoTime() + head.toNanos();
  }

  /** Tells that a response has begun; {@code most} bounds its whole time, or is null. */
  void answered(@Nullable Duration most) {
    isAnswered = true;
    windowBegan = System.nanoTime();
    windowBytes = bytes;
    end = most == null ? Long.MAX_VALUE : windowBegan + most.toNanos();
  }

  /** Tells of bytes of a body that came. */
  void came(int count) {
    bytes += count;
  }

  /**
   * Waits for the network.
   *
   * @throws FetchException where nobody waits for it any more
   * @throws IOException what the network did
   */
  <T> T await(Wait<T> wait) throws IOException {
    checkEnded();
    work.unlock();
    T taken;
    try {
      taken = wait.take();
    } finally {
      work.lock();
    }
    checkEnded();
    return taken;
  }

  private void checkEnded() throws FetchException {
    if (ended != null) {
      throw FetchException.passing(ended);
    }
  }

  /**
   * Looks whether it is worth to wait on.
   *
   * @throws FetchException where it is not
   */
  void look() throws FetchException {
    if (!work.tryLock()) {
      return; // it does not wait for the network
    }
    try {
      ended = reason(System.nanoTime());
    } finally {
      work.unlock();
    }
    if (ended != null && !isAnswered) {
      hangUp.run(); // a body is left with its next byte, or soon after the last one
    }
    checkEnded();
  }

  /** Leaves it alone: nothing comes of it after this. */
  void leave() {
    work.lock();
    try {
      ended = Objects.requireNonNullElse(ended, "was left");
    } finally {
      work.unlock();
    }
  }

  /** Why it should end, or null. */
  private @Nullable String reason(long now) {
    if (end != Long.MAX_VALUE && now - end > 0) {
      return isAnswered ? "took too long for a small file" : "does not answer";
    }
    if (isAnswered && now - windowBegan > limits.idle().toNanos()) {
      if (bytes - windowBytes < limits.rate() * Math.max(1, limits.idle().toSeconds())) {
        return "sends nothing, or too slowly to wait for";
      }
      windowBegan = now;
      windowBytes = bytes;
    }
    return null;
  }
}
