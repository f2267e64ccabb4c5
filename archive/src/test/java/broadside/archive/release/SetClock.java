package broadside.archive.release;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Stands still until it is set; nobody asks it for the hour of a place. */
public final class SetClock extends Clock {
  private volatile Instant now;

  /** Shows {@link ReleaseSample#TIME}. */
  public SetClock() {
    this(ReleaseSample.TIME);
  }

  public SetClock(Instant now) {
    this.now = now;
  }

  /** Shows this from now on. */
  public void set(Instant time) {
    now = time;
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
