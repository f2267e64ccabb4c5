package broadside.site.answers;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Pattern;

/** Numbers, sizes and dates as the site writes them. */
final class Words {
  private static final List<String> MONTHS =
      List.of(
          "January",
          "February",
          "March",
          "April",
          "May",
          "June",
          "July",
          "August",
          "September",
          "October",
          "November",
          "December");

  private static final List<String> DAYS =
      List.of("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday");

  private static final Pattern EMPTY_LINES = Pattern.compile("\\R\\s*\\R");

  private Words() {}

  /** "24,031". */
  static String number(long number) {
    String digits = Long.toString(number);
    StringBuilder grouped = new StringBuilder(digits);
    for (int i = digits.length() - 3; i > 0; i -= 3) {
      grouped.insert(i, ',');
    }
    return grouped.toString();
  }

  /** "24031": a message by its number, as its address has it; no count. */
  static String id(long number) {
    return Long.toString(number);
  }

  /** "2 to 5", "no. 7": messages by their numbers, of which one alone is not to read as a count. */
  static String range(long first, long last) {
    return first == last ? "no. " + id(first) : id(first) + " to " + id(last);
  }

  /** "messages 2 to 5", "message 7". */
  static String messages(long first, long last) {
    return first == last ? "message " + id(first) : "messages " + range(first, last);
  }

  /** "2–5", "no. 7": what {@link #range} says, in a column. */
  static String column(long first, long last) {
    return first == last ? range(first, last) : id(first) + "–" + id(last);
  }

  /** "one mail", "24,031 mails". */
  static String count(long number, String one, String many) {
    return number == 1 ? "one " + one : number(number) + " " + many;
  }

  /** "812 bytes", "4.7 KB", "12 MB"; a KB is 1,000 bytes. */
  static String size(long bytes) {
    if (bytes < 1_000) {
      return bytes == 1 ? "1 byte" : bytes + " bytes";
    }
    String units = "KMGT";
    int unit = 0;
    long tenths = (bytes + 50) / 100;
    while (tenths >= 10_000 && unit < 3) {
      tenths = (tenths + 500) / 1_000;
      unit++;
    }
    String digits =
        tenths < 100 ? tenths / 10 + "." + tenths % 10 : Words.number((tenths + 5) / 10);
    return digits + " " + units.charAt(unit) + "B";
  }

  /** "12 April 2015". */
  static String day(LocalDate date) {
    return date.getDayOfMonth() + " " + month(date.getMonthValue()) + " " + date.getYear();
  }

  /** "12 April 2015", in UTC: a day in a sentence; in a column it is an {@link #isoDay}. */
  static String day(Instant time) {
    return day(time.atOffset(ZoneOffset.UTC).toLocalDate());
  }

  static String month(int month) {
    return MONTHS.get(month - 1);
  }

  /** "12 April 2015, 15:01 (UTC+02:00)": the clock on the writer's wall. */
  static String moment(OffsetDateTime time) {
    String offset = time.getOffset().equals(ZoneOffset.UTC) ? "" : time.getOffset().toString();
    // a minus and no hyphen, behind which a line breaks
    String zone = "UTC" + offset.replace('-', '−');
    return day(time.toLocalDate()) + ", " + clock(time) + " (" + zone + ")";
  }

  /** "Wednesday, 9 December 2026, 14:00 UTC". */
  static String hour(Instant time) {
    int weekday = time.atOffset(ZoneOffset.UTC).getDayOfWeek().getValue();
    return DAYS.get(weekday - 1) + ", " + dayAndHour(time);
  }

  /** "9 December 2026, 14:00 UTC". */
  static String dayAndHour(Instant time) {
    return day(time) + ", " + clock(time.atOffset(ZoneOffset.UTC)) + " UTC";
  }

  /** "2026-12-09, 14:00", in UTC. */
  static String isoHour(Instant time) {
    return isoDay(time) + ", " + clock(time.atOffset(ZoneOffset.UTC));
  }

  /** "2", "2 and 3", "2, 3 and 5". */
  static String list(List<String> words) {
    int last = words.size() - 1;
    return last < 1
        ? String.join("", words)
        : String.join(", ", words.subList(0, last)) + " and " + words.get(last);
  }

  /** "15:01". */
  static String clock(OffsetDateTime time) {
    int hour = time.getHour();
    int minute = time.getMinute();
    return (hour < 10 ? "0" : "") + hour + (minute < 10 ? ":0" : ":") + minute;
  }

  /** "2015-04-12", in UTC. */
  static String isoDay(Instant time) {
    return LocalDate.ofEpochDay(Math.floorDiv(time.getEpochSecond(), 86_400L)).toString();
  }

  /** Some words as a sentence begins with them. */
  static String capital(String words) {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  /** "personal-data" as "personal data". */
  static String reason(String code) {
    return code.replace('-', ' ');
  }

  /** The paragraphs of a plain text, which empty lines separate. */
  static List<String> paragraphs(String text) {
    return text.isBlank() ? List.of() : List.of(EMPTY_LINES.split(text.strip()));
  }
}
