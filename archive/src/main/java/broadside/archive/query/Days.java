package broadside.archive.query;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A year, a month or a day: 2015, 2015-04, 2015-04-12, with hyphens, slashes, dots or nothing.
 *
 * @param first its first day
 * @param last its last day
 */
record Days(LocalDate first, LocalDate last) {
  private static final Pattern DAYS =
      Pattern.compile(
          "([0-9]{4})(?:[-/.]?([0-9]{2}|(?<=[-/.])[0-9])(?:[-/.]?([0-9]{2}|(?<=[-/.])[0-9]))?)?");

  static @Nullable Days parse(String text) {
    Matcher days = DAYS.matcher(text);
    if (!days.matches()) {
      return null;
    }
    try {
      int year = Integer.parseInt(days.group(1));
      if (days.group(2) == null) {
        return new Days(LocalDate.of(year, 1, 1), LocalDate.of(year, 12, 31));
      }
      YearMonth month = YearMonth.of(year, Integer.parseInt(days.group(2)));
      if (days.group(3) == null) {
        return new Days(month.atDay(1), month.atEndOfMonth());
      }
      LocalDate day = month.atDay(Integer.parseInt(days.group(3)));
      return new Days(day, day);
    } catch (DateTimeException e) {
      return null; // the 31st of February
    }
  }
}
