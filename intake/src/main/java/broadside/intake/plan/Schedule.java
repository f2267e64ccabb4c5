package broadside.intake.plan;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;

/**
 * When the parts of a plan come out.
 *
 * @param from the day of the first
 * @param at the hour of the first, and of all where {@code every} is days
 */
public record Schedule(LocalDate from, HourOfDay at, Interval every) {
  public Schedule {
    if (every.amount() < 0) {
      throw new IllegalArgumentException("parts come out one after the other");
    }
  }

  /** The zone in which days are counted. */
  public ZoneId zone() {
    return at.zone();
  }

  /** When part {@code index} comes out, from 0. */
  public ZonedDateTime time(int index) {
    long steps = (long) index * every.amount();
    return every.isDays() ? at.on(from.plusDays(steps)) : at.on(from).plus(steps, ChronoUnit.HOURS);
  }

  /** True where the clock leaves out the hour of this part, so that it comes out later. */
  boolean isSkipped(int index) {
    return !time(index).toLocalTime().equals(at.hour()) && isAtItsHour(index);
  }

  /** True where the clock shows the hour of this part twice; it comes out at the first. */
  boolean isTwice(int index) {
    LocalDateTime local = time(index).toLocalDateTime();
    return zone().getRules().getValidOffsets(local).size() > 1 && isAtItsHour(index);
  }

  private boolean isAtItsHour(int index) {
    return every.isDays() || index == 0;
  }
}
