package broadside.site.http;

import java.time.Duration;

/**
 * What is taken of a response. Time runs against who takes it while it waits for them; each byte
 * that they take buys some, and none is kept beyond {@link LeastPace#stall}.
 */
final class Progress {
  private final LeastPace pace;
  private long bytes;
  private long left;

  /** Of a response of which nothing was taken beyond these bytes. */
  Progress(LeastPace pace, long bytes) {
    this.pace = pace;
    this.bytes = bytes;
    this.left = pace.stall().toNanos();
  }

  /**
   * True where too little was taken for too long.
   *
   * @param total bytes that were taken until now
   * @param isWaiting whether there is more to take, and it is not taken
   * @param passed nanoseconds since the last look
   */
  boolean isTooSlow(long total, boolean isWaiting, long passed) {
    long taken = Math.min(total - bytes, Integer.MAX_VALUE); // so that the product is in range
    long bought = taken * Duration.ofSeconds(1).toNanos() / pace.bytesPerSecond();
    bytes = total;
    left = Math.min(pace.stall().toNanos(), left + bought) - (isWaiting ? passed : 0);
    return left < 0;
  }
}
