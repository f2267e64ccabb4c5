package broadside.proof.release;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What all signed texts have in common: UTF-8, lines, numbers, hashes and times in one encoding.
 */
public final class SignedText {
  /** The largest integer that a signed text may hold: 18 digits. */
  public static final long LARGEST_COUNT = 999_999_999_999_999_999L;

  /** UTF-8 bytes that a title may have. */
  public static final int TITLE_BYTES = 200;

  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern COUNT = Pattern.compile("0|[1-9][0-9]{0,17}");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final Instant FIRST_TIME = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LAST_TIME = Instant.parse("9999-12-31T23:59:59Z");

  private SignedText() {}

  /** The text whose UTF-8 encoding {@code bytes} is. */
  public static String decode(byte[] bytes) throws FormatException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new FormatException("not UTF-8");
    }
  }

  /** The lines of a text in which every line, the last one too, ends in LF. */
  public static List<String> lines(String text) throws FormatException {
    if (!text.endsWith("\n")) {
      throw new FormatException("the last line does not end in LF");
    }
    return List.of(text.substring(0, text.length() - 1).split("\n", -1));
  }

  /**
   * True where {@code text} can stand on one line and be read as it is written: no control or
   * bidirectional characters, no lone surrogates, no space at its ends.
   */
  public static boolean isOneLine(String text) {
    return text.equals(text.strip()) && text.codePoints().noneMatch(SignedText::isMisleading);
  }

  /** True for a title: one line of 1…{@value #TITLE_BYTES} bytes. */
  public static boolean isTitle(String text) {
    return !text.isEmpty()
        && isOneLine(text)
        && text.getBytes(StandardCharsets.UTF_8).length <= TITLE_BYTES;
  }

  /** True for SHA-256 in lower-case hex. */
  public static boolean isHash(String text) {
    return HASH.matcher(text).matches();
  }

  /** True for what {@link #time(Instant)} can print: whole seconds of the years 0000 to 9999. */
  public static boolean isTime(Instant time) {
    return time.equals(time.truncatedTo(ChronoUnit.SECONDS))
        && !time.isBefore(FIRST_TIME)
        && !time.isAfter(LAST_TIME);
  }

  /** {@code YYYY-MM-DDTHH:MM:SSZ}. */
  public static String time(Instant time) {
    return TIME.format(time);
  }

  /** The inverse of {@link #time(Instant)}. */
  public static Instant time(String text) throws FormatException {
    try {
      Instant time = TIME.parse(text, Instant::from);
      if (time(time).equals(text)) {
        return time;
      }
    } catch (DateTimeException e) {
      // refused below, as everything else that is no time
    }
    throw new FormatException("no time: " + text);
  }

  /** A decimal integer from 0 to 10^18-1 without leading zeros. */
  public static long count(String text) throws FormatException {
    if (!COUNT.matcher(text).matches()) {
      throw new FormatException("no count: " + text);
    }
    return Long.parseLong(text);
  }

  private static boolean isMisleading(int c) {
    return Character.isISOControl(c)
        || (c >= 0xD800 && c <= 0xDFFF)
        || c == 0x2028
        || c == 0x2029
        || c == 0x061C
        || (c >= 0x200E && c <= 0x200F)
        || (c >= 0x202A && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069);
  }
}
