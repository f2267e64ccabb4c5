package broadside.archive.query;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people type and read them; 1k is 1,000 bytes. */
final class Sizes {
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})(\\.[0-9]{1,3})?([kmg]?)b?");

  private Sizes() {}

  /** Bytes, or -1 where it is no size. */
  static long parse(String text) {
    if (text.matches("[0-9]{1,18}")) {
      return Long.parseLong(text);
    }
    Matcher size = SIZE.matcher(text.toLowerCase(Locale.ROOT));
    if (!size.matches()) {
      return -1;
    }
    long unit =
        switch (size.group(3)) {
          case "k" -> 1_000;
          case "m" -> 1_000_000;
          case "g" -> 1_000_000_000;
          default -> 1;
        };
    double fraction = size.group(2) == null ? 0 : Double.parseDouble(size.group(2));
    return Long.parseLong(size.group(1)) * unit + Math.round(fraction * unit);
  }

  /** Such as "1.5 MB". */
  static String inWords(long bytes) {
    if (bytes < 1_000) {
      return bytes + (bytes == 1 ? " byte" : " bytes");
    }
    long unit = bytes < 1_000_000 ? 1_000 : bytes < 1_000_000_000 ? 1_000_000 : 1_000_000_000;
    String name = unit == 1_000 ? " kB" : unit == 1_000_000 ? " MB" : " GB";
    String number = String.format(Locale.ROOT, "%.1f", (double) bytes / unit);
    return (number.endsWith(".0") ? number.substring(0, number.length() - 2) : number) + name;
  }
}
