package broadside.mail.message;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Dates as mail writes them: RFC 5322 with its obsolete forms (§4.3), and ctime, ISO 8601, words in
 * any order, two-digit years, names of zones, no zone at all.
 *
 * <p>One pass; not for several threads.
 */
final class DateParser {
  /** Dates longer than this are no dates. */
  private static final int LONGEST = 200;

  /** A colon with what may stand around it (RFC 5322 §4.3). */
  private static final Pattern COLON = Pattern.compile(" *(?:\\([^()]*\\) *)?: *");

  private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";

  /** Hours east of Greenwich, in quarters of an hour. */
  private static final Map<String, Integer> ZONES =
      Map.ofEntries(
          Map.entry("ut", 0),
          Map.entry("utc", 0),
          Map.entry("gmt", 0),
          Map.entry("z", 0),
          Map.entry("wet", 0),
          Map.entry("west", 4),
          Map.entry("bst", 4),
          Map.entry("cet", 4),
          Map.entry("met", 4),
          Map.entry("mez", 4),
          Map.entry("cest", 8),
          Map.entry("mest", 8),
          Map.entry("mesz", 8),
          Map.entry("eet", 8),
          Map.entry("eest", 12),
          Map.entry("msk", 12),
          Map.entry("msd", 16),
          Map.entry("hkt", 32),
          Map.entry("sgt", 32),
          Map.entry("jst", 36),
          Map.entry("kst", 36),
          Map.entry("aest", 40),
          Map.entry("aedt", 44),
          Map.entry("nzst", 48),
          Map.entry("nzdt", 52),
          Map.entry("brt", -12),
          Map.entry("ndt", -10),
          Map.entry("nst", -14),
          Map.entry("adt", -12),
          Map.entry("ast", -16),
          Map.entry("edt", -16),
          Map.entry("est", -20),
          Map.entry("cdt", -20),
          Map.entry("cst", -24),
          Map.entry("mdt", -24),
          Map.entry("mst", -28),
          Map.entry("pdt", -28),
          Map.entry("pst", -32),
          Map.entry("akdt", -32),
          Map.entry("akst", -36),
          Map.entry("hst", -40));

  private final String text;
  private int at;
  private int day = -1;
  private int month = -1;

  /** True where the month was named before the day: it may have been a day of the week. */
  private boolean early;

  private int year = -1;
  private int hour = -1;
  private int minute;
  private int second;
  private @Nullable Integer zoneMinutes;

  /** True where the zone is one of the letters that say nothing. */
  private boolean military;

  private boolean afternoon;
  private boolean forenoon;
  private boolean odd;

  private DateParser(String text) {
    this.text = text;
  }

  /**
   * A date that was read.
   *
   * @param date in UTC where the zone is not known
   * @param guessed true where something had to be guessed: the zone, or the order of the numbers
   * @param isZoned true where the zone is known
   */
  record Parsed(OffsetDateTime date, boolean guessed, boolean isZoned) {}

  /** The date in a header text, or null where there is none or its numbers fit no calendar. */
  static @Nullable Parsed parse(String text) {
    if (text.isEmpty() || text.length() > LONGEST) {
      return null;
    }
    boolean spread = text.indexOf(" :") >= 0 || text.indexOf(": ") >= 0;
    return new DateParser(spread ? COLON.matcher(text).replaceAll(":") : text).read();
  }

  private @Nullable Parsed read() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '(') {
        skipComment();
      } else if (isDigit(c)) {
        number();
      } else if (Character.isLetter(c)) {
        word();
      } else if ((c == '+' || c == '-') && hour >= 0 && isDigitAt(at + 1)) {
        zone();
      } else {
        at++;
      }
    }
    return date();
  }

  private @Nullable Parsed date() {
    if (day < 0 || month < 0 || year < 0) {
      return null;
    }
    if (hour < 0 || zoneMinutes == null) {
      odd = true;
    }
    int hours = Math.max(hour, 0);
    if (afternoon && hours < 12) {
      hours += 12;
    } else if (forenoon && hours == 12) {
      hours = 0;
    }
    int zone = zoneMinutes == null ? 0 : zoneMinutes;
    boolean isZoned = zoneMinutes != null && !military;
    if (Math.abs(zone) > 14 * 60) {
      odd = true;
      zone = 0;
      isZoned = false;
    }
    try {
      LocalDateTime local = LocalDateTime.of(year, month, day, hours, minute, Math.min(second, 59));
      return second > 60
          ? null
          : new Parsed(local.atOffset(ZoneOffset.ofTotalSeconds(zone * 60)), odd, isZoned);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private void skipComment() {
    int depth = 0;
    do {
      char c = text.charAt(at++);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    } while (depth > 0 && at < text.length());
  }

  private void number() {
    int start = at;
    int value = digits();
    int length = at - start;
    char next = at < text.length() ? text.charAt(at) : ' ';
    if (next == ':' && hour < 0 && length <= 2) {
      time(value);
    } else if ((next == '-' || next == '/' || next == '.') && isDigitAt(at + 1) && month < 0) {
      numericDate(value, length, next);
    } else if (next == '.' && hour < 0 && day >= 0 && year >= 0 && isDigitAt(at + 1)) {
      odd = true;
      time(value);
    } else {
      single(value, length);
    }
  }

  /** A number that stands alone: the day or the year, whichever is missing. */
  private void single(int value, int length) {
    if (length == 4 && hour >= 0 && year >= 0 && zoneMinutes == null) {
      // a zone that lost its sign
      odd = true;
      zoneMinutes = value / 100 * 60 + value % 100;
    } else if (length >= 3 || value > 31) {
      setYear(value, length);
    } else if (day < 0) {
      day = value;
    } else {
      setYear(value, length);
    }
  }

  private void setYear(int value, int length) {
    if (year >= 0) {
      return;
    }
    if (length <= 2) {
      // RFC 5322 §4.3
      year = value + (value < 50 ? 2000 : 1900);
    } else if (value >= 100 && value < 200) {
      // years since 1900, as C counts them
      odd |= length > 3;
      year = value + 1900;
    } else {
      year = value;
    }
  }

  private void time(int hours) {
    char separator = text.charAt(at);
    hour = hours;
    at++;
    minute = digits();
    if (at < text.length() && text.charAt(at) == separator && isDigitAt(at + 1)) {
      at++;
      second = digits();
    }
    if (at < text.length()
        && (text.charAt(at) == '.' || text.charAt(at) == ',')
        && isDigitAt(at + 1)) {
      at++;
      digits();
    }
  }

  /** 2001-05-14, 5/14/2001, 14.5.2001. */
  private void numericDate(int first, int firstLength, char separator) {
    at++;
    int start = at;
    int middle = digits();
    int last = -1;
    int lastLength = 0;
    if (at - start <= 2
        && at < text.length()
        && text.charAt(at) == separator
        && isDigitAt(at + 1)) {
      at++;
      int lastStart = at;
      last = digits();
      lastLength = at - lastStart;
    }
    if (last < 0) {
      single(first, firstLength);
      return;
    }
    odd = true;
    if (firstLength == 4) {
      year = first;
      month = middle;
      day = last;
      if (at < text.length() && text.charAt(at) == 'T') {
        at++;
      }
    } else {
      boolean dayFirst = first > 12 || separator == '.';
      day = dayFirst ? first : middle;
      month = dayFirst ? middle : first;
      setYear(last, lastLength);
    }
  }

  private void word() {
    int start = at;
    while (at < text.length() && Character.isLetter(text.charAt(at))) {
      at++;
    }
    String word = text.substring(start, at).toLowerCase(Locale.ROOT);
    Integer quarters = ZONES.get(word);
    int index = word.length() >= 3 ? MONTHS.indexOf(word.substring(0, 3)) : -1;
    if (word.equals("pm")) {
      afternoon = true;
    } else if (word.equals("am")) {
      forenoon = true;
    } else if (index >= 0 && index % 3 == 0 && isMonth()) {
      month = index / 3 + 1;
      early = day < 0;
    } else if (quarters != null && hour >= 0 && zoneMinutes == null) {
      zoneMinutes = quarters * 15;
    } else if (word.length() == 1 && hour >= 0 && zoneMinutes == null) {
      // military zones are to be read as unknown (RFC 5322 §4.3)
      zoneMinutes = 0;
      military = true;
    }
  }

  /** "mar" is Tuesday in French, Spanish and Italian: a comma follows it, or the month does. */
  private boolean isMonth() {
    if (day < 0) {
      return month < 0 && !(at < text.length() && text.charAt(at) == ',');
    }
    return month < 0 || (early && hour < 0);
  }

  private void zone() {
    int sign = text.charAt(at) == '-' ? -1 : 1;
    at++;
    int start = at;
    int value = digits();
    int length = at - start;
    if (at < text.length() && text.charAt(at) == ':' && isDigitAt(at + 1)) {
      at++;
      value = value * 100 + digits();
      length = 4;
    }
    if (length <= 2) {
      value *= 100;
    }
    boolean named = zoneMinutes != null && zoneMinutes != 0;
    if (named || length > 4) {
      if (length == 4 && year < 0) {
        setYear(value, length);
      }
      return;
    }
    zoneMinutes = sign * (value / 100 * 60 + value % 100);
  }

  /** The digits from here; a number too long for an int is -1, which fits no calendar. */
  private int digits() {
    long value = 0;
    while (isDigitAt(at)) {
      value = Math.min(value * 10 + (text.charAt(at) - '0'), Integer.MAX_VALUE);
      at++;
    }
    return (int) value;
  }

  private boolean isDigitAt(int i) {
    return i < text.length() && isDigit(text.charAt(i));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
