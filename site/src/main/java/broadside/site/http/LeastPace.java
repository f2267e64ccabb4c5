package broadside.site.http;

import java.time.Duration;

/**
 * How slow the other end of a connection may be. What is slower is ended, since the silence for
 * which a server waits begins anew with every byte.
 *
 * @param idle how long a connection may be silent, or an HTTP/2 connection be without a request
 * @param head how long a request's head, from its first byte, or its body may take to come
 * @param crowded how long either may last at most where connections run out
 * @param bytesPerSecond of what is sent that are to be taken, on average
 * @param stall how long that average may be missed: what was taken before counts for no more
 */
public record LeastPace(
    Duration idle, Duration head, Duration crowded, int bytesPerSecond, Duration stall) {

  /** Four times in the shortest of its times, and once a second at most. */
  Duration interval() {
    long least =
        Math.min(hurried().head.toMillis(), Math.min(hurried().idle.toMillis(), stall.toMillis()));
    return Duration.ofMillis(Math.clamp(least / 4, 1, 1_000));
  }

  /** The pace where connections run out. */
  LeastPace hurried() {
    return new LeastPace(least(idle), least(head), crowded, bytesPerSecond, stall);
  }

  private Duration least(Duration time) {
    return time.compareTo(crowded) < 0 ? time : crowded;
  }
}
