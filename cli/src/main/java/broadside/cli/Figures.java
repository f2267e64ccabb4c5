package broadside.cli;

import java.time.Duration;
import java.util.Locale;

/** Numbers in words for a person. */
final class Figures {
  private Figures() {}

  /** {@code 12,345}. */
  static String count(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }

  /** {@code 1 mail}, {@code 12,345 mails}. */
  static String mails(long n) {
    return count(n, "mail", "mails");
  }

  /** {@code 1 attachment}, {@code 12,345 attachments}. */
  static String attachments(long n) {
    return count(n, "attachment", "attachments");
  }

  /** {@code 1 entry}, {@code 12,345 entries}. */
  static String count(long n, String one, String many) {
    return count(n) + " " + (n == 1 ? one : many);
  }

  /** {@code , 3 withdrawn}, after the withheld ones, or nothing where there is none. */
  static String withdrawn(long n) {
    return n == 0 ? "" : ", " + count(n) + " withdrawn";
  }

  /** {@code 512 bytes}, {@code 3.4 kB}, {@code 161 MB}: powers of 1,000. */
  static String bytes(long bytes) {
    if (bytes < 1_000) {
      return count(bytes, "byte", "bytes");
    }
    double value = bytes;
    String unit = "";
    for (String next : new String[] {"kB", "MB", "GB", "TB"}) {
      if (value < 1_000) {
        break;
      }
      value /= 1_000;
      unit = next;
    }
    return String.format(Locale.ROOT, value < 10 ? "%.1f %s" : "%.0f %s", value, unit);
  }

  /**
   * {@code less than a minute ago}, {@code 1 minute ago}, {@code 3 hours ago}, {@code 9 days ago}.
   */
  static String ago(Duration time) {
    if (time.toMinutes() < 1) {
      return "less than a minute ago";
    }
    if (time.toHours() < 2) {
      return count(time.toMinutes(), "minute", "minutes") + " ago";
    }
    return time.toDays() < 2
        ? count(time.toHours(), "hour", "hours") + " ago"
        : count(time.toDays(), "day", "days") + " ago";
  }
}
