package broadside.site.http;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How much of a file a reader asks for (RFC 9110 §14). */
sealed interface Extent {
  /** Longer numbers are beyond any file. */
  int MAX_DIGITS = 18;

  /** All of it. */
  record Whole() implements Extent {}

  /**
   * The bytes from {@code first} to {@code last}, both counted in.
   *
   * @param first from 0
   * @param last below the file's size
   */
  record Part(long first, long last) implements Extent {
    long length() {
      return last - first + 1;
    }
  }

  /** Bytes that the file does not have. */
  record Beyond() implements Extent {}

  /**
   * What a Range header asks for of {@code size} bytes. A header that is not well-formed, of
   * another unit, or of several ranges counts as none, as §14.2 allows: those who go on with a
   * download ask for one.
   */
  static Extent of(@Nullable String header, long size) {
    if (header == null || !header.toLowerCase(Locale.ROOT).startsWith("bytes=")) {
      return new Whole();
    }
    String range = header.substring("bytes=".length()).strip();
    int dash = range.indexOf('-');
    long first = dash < 0 ? -1 : number(range.substring(0, dash));
    long last = dash < 0 ? -1 : number(range.substring(dash + 1));
    if (dash > 0 && first >= 0 && dash == range.length() - 1) {
      return part(first, size - 1, size);
    }
    if (dash == 0 && last >= 0) {
      return last == 0 ? new Beyond() : part(Math.max(0, size - last), size - 1, size);
    }
    return first >= 0 && last >= first ? part(first, Math.min(last, size - 1), size) : new Whole();
  }

  private static Extent part(long first, long last, long size) {
    return first < size ? new Part(first, last) : new Beyond();
  }

  /** The number that these digits are, or -1 where they are none. */
  private static long number(String digits) {
    if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return -1;
    }
    return digits.length() > MAX_DIGITS ? Long.MAX_VALUE : Long.parseLong(digits);
  }
}
