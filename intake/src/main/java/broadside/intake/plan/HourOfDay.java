package broadside.intake.plan;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An hour of the wall clock somewhere: {@code 14:00Z}, {@code 14:00+01:00}, {@code 14:00
 * Europe/Berlin}; with seconds where somebody writes them.
 */
public record HourOfDay(LocalTime hour, ZoneId zone) {
  private static final Pattern TEXT =
      Pattern.compile(
          "([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(Z|[+-][0-9]{2}:[0-9]{2}| [A-Za-z][A-Za-z0-9/_+-]*)");

  private static final Pattern MOMENT = Pattern.compile("([0-9]{4}-[0-9]{2}-[0-9]{2})T(.*)");

  /**
   * An hour as above.
   *
   * @throws IllegalArgumentException saying what it must be
   */
  public static HourOfDay parse(String text) {
    Matcher m = TEXT.matcher(text);
    if (!m.matches()) {
      throw new IllegalArgumentException(
          "it must be an hour and where it is told, such as 14:00Z, 14:00+01:00 or \"14:00 Europe/Berlin\", not "
              + text);
    }
    try {
      return new HourOfDay(LocalTime.parse(m.group(1)), ZoneId.of(m.group(2).strip()));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "there is no such hour or time zone: %s (zones are named like Europe/Berlin)"
              .formatted(text),
          e);
    }
  }

  /**
   * A day and an hour: {@code 2026-12-09T14:00Z}, {@code 2026-12-09T14:00 Europe/Berlin}.
   *
   * @throws IllegalArgumentException saying what it must be
   */
  public static ZonedDateTime parseMoment(String text) {
    Matcher m = MOMENT.matcher(text);
    if (!m.matches()) {
      throw new IllegalArgumentException(
          "it must be a day and an hour such as 2026-12-09T14:00Z or \"2026-12-09T14:00 Europe/Berlin\", not "
              + text);
    }
    HourOfDay hour = parse(m.group(2));
    try {
      return hour.on(LocalDate.parse(m.group(1)));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("there is no day " + m.group(1), e);
    }
  }

  /**
   * This hour of a day. One that the clock leaves out is as much later as the clock goes forward;
   * of one that it shows twice it is the first.
   */
  public ZonedDateTime on(LocalDate day) {
    return ZonedDateTime.of(day, hour, zone);
  }
}
