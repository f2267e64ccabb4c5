package broadside.examples.mime;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;

/** Dates as mail writes them, the same in every locale. */
public final class MailDates {

  private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
  private static final List<String> MONTHS =
      List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

  private MailDates() {}

  /** The date of a header: {@code Tue, 7 Feb 2017 09:12:44 +0100} (RFC 5322 §3.3). */
  public static String header(OffsetDateTime date) {
    int minutes = date.getOffset().getTotalSeconds() / 60;
    return String.format(
        Locale.ROOT,
        "%s, %d %s %d %02d:%02d:%02d %s%02d%02d",
        day(date),
        date.getDayOfMonth(),
        month(date),
        date.getYear(),
        date.getHour(),
        date.getMinute(),
        date.getSecond(),
        minutes < 0 ? "-" : "+",
        Math.abs(minutes) / 60,
        Math.abs(minutes) % 60);
  }

  /** The day alone: {@code Tue, 7 Feb 2017}. */
  public static String dayOf(OffsetDateTime date) {
    return day(date) + ", " + date.getDayOfMonth() + " " + month(date) + " " + date.getYear();
  }

  /** The date of an mbox separator: {@code Tue Feb 7 09:12:44 2017}, in the date's own zone. */
  public static String separator(OffsetDateTime date) {
    return String.format(
        Locale.ROOT,
        "%s %s %2d %02d:%02d:%02d %d",
        day(date),
        month(date),
        date.getDayOfMonth(),
        date.getHour(),
        date.getMinute(),
        date.getSecond(),
        date.getYear());
  }

  private static String day(OffsetDateTime date) {
    return DAYS.get(date.getDayOfWeek().getValue() - 1);
  }

  private static String month(OffsetDateTime date) {
    return MONTHS.get(date.getMonthValue() - 1);
  }
}
