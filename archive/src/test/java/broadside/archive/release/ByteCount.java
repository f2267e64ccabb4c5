package broadside.archive.release;

import static org.assertj.core.api.Assertions.assertThat;

/** Counts the bytes that work tells of, and those that it said it would. */
public final class ByteCount implements CheckMonitor {
  private long expected;
  private long expectedAtFirst;
  private long told;

  @Override
  public boolean isCancelled() {
    return false;
  }

  @Override
  public synchronized void expect(long bytes) {
    expected += bytes;
  }

  @Override
  public synchronized void progress(long bytes) {
    if (told == 0) {
      expectedAtFirst = expected;
    }
    told += bytes;
  }

  /** Bytes that were told of, which must be those that were expected when the first ones were. */
  public synchronized long told() {
    assertThat(told).isEqualTo(expectedAtFirst).isEqualTo(expected);
    return told;
  }
}
