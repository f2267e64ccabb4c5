package broadside.intake.plan;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The time from one part to the next: days of the calendar, whatever their length, or hours of 60
 * minutes.
 *
 * @param amount of the unit; below 0 it goes back
 * @param isDays false for hours
 */
public record Interval(int amount, boolean isDays) {
  /** So that no plan leaves the calendar; 27 years of days. */
  private static final int MOST = 10_000;

  private static final Pattern TEXT = Pattern.compile("(-?)([0-9]{1,5})([hdw])");

  public Interval {
    if (amount == 0 || Math.abs(amount) > MOST) {
      throw new IllegalArgumentException("interval " + amount + " not in 1…" + MOST);
    }
  }

  /**
   * {@code 12h}, {@code 1d}, {@code 2w}, or with {@code -}.
   *
   * @throws IllegalArgumentException saying what it must be
   */
  public static Interval parse(String text) {
    Matcher m = TEXT.matcher(text);
    int amount = m.matches() ? Integer.parseInt(m.group(2)) : 0;
    boolean isWeeks = amount > 0 && m.group(3).equals("w");
    amount = isWeeks ? amount * 7 : amount;
    if (amount == 0 || amount > MOST) {
      throw new IllegalArgumentException(
          "it must be hours, days or weeks such as 12h, 1d or 2w, at most %d hours or days, not %s"
              .formatted(MOST, text));
    }
    return new Interval(m.group(1).isEmpty() ? amount : -amount, !m.group(3).equals("h"));
  }

  /** The time later by this: {@link HourOfDay#on} the same hour of the wall clock for days. */
  public Instant after(Instant time, ZoneId zone) {
    if (!isDays) {
      return time.plus(amount, ChronoUnit.HOURS);
    }
    LocalDateTime shown = LocalDateTime.ofInstant(time, zone).plusDays(amount);
    return new HourOfDay(shown.toLocalTime(), zone).on(shown.toLocalDate()).toInstant();
  }
}
