package broadside.proof.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * What all signed texts have in common: UTF-8, lines, numbers, hashes and times in one encoding.
 */
public final class SignedText {
  /** The largest integer that a signed text may hold: 18 digits. */
  public static final long LARGEST_COUNT = 999_999_999_999_999_999L;

  /** UTF-8 bytes that a title may have. */
  public static final int TITLE_BYTES = 200;

  private static final int HASH_DIGITS = 64;
  private static final int COUNT_DIGITS = 18;
  private static final String TIME_PATTERN = "YYYY-MM-DDTHH:MM:SSZ";
  private static final Instant FIRST_TIME = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LAST_TIME = Instant.parse("9999-12-31T23:59:59Z");

  /** Is copied, and never fed: to look SHA-256 up takes longer than to hash a line. */
  private static final MessageDigest SHA_256 = newSha256();

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
    return isHex(text, HASH_DIGITS);
  }

  /** True for so many lower-case hex digits. */
  public static boolean isHex(String text, int digits) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return text.length() == digits;
  }

  /** The 32 bytes of a hash in lower-case hex. */
  public static byte[] hash(String hex) throws FormatException {
    if (!isHash(hex)) {
      throw new FormatException("no SHA-256: " + hex);
    }
    return HexFormat.of().parseHex(hex);
  }

  /** Base64 with padding, as RFC 4648 §4 has it. */
  public static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** The inverse of {@link #base64(byte[])}: what would print otherwise is refused. */
  public static byte[] base64(String text) throws FormatException {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      if (base64(bytes).equals(text)) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      // no base64 at all: refused below, as all else that is not in its one encoding
    }
    throw new FormatException("no base64: " + text);
  }

  /** SHA-256 of some bytes, one after the other. */
  public static byte[] sha256(byte[]... parts) {
    try {
      MessageDigest digest = (MessageDigest) SHA_256.clone();
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the SHA-256 of every JDK can be copied", e);
    }
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** SHA-256 of some bytes in lower-case hex. */
  public static String sha256Hex(byte[] bytes) {
    return HexFormat.of().formatHex(sha256(bytes));
  }

  /** True for what {@link #time(Instant)} can print: whole seconds of the years 0000 to 9999. */
  public static boolean isTime(Instant time) {
    return time.equals(Instant.ofEpochSecond(time.getEpochSecond()))
        && !time.isBefore(FIRST_TIME)
        && !time.isAfter(LAST_TIME);
  }

  /** {@code YYYY-MM-DDTHH:MM:SSZ}. */
  public static String time(Instant time) {
    LocalDateTime utc = LocalDateTime.ofEpochSecond(time.getEpochSecond(), 0, ZoneOffset.UTC);
    StringBuilder text = new StringBuilder(TIME_PATTERN.length());
    append(text, utc.getYear(), 4, '-');
    append(text, utc.getMonthValue(), 2, '-');
    append(text, utc.getDayOfMonth(), 2, 'T');
    append(text, utc.getHour(), 2, ':');
    append(text, utc.getMinute(), 2, ':');
    append(text, utc.getSecond(), 2, 'Z');
    return text.toString();
  }

  /** The inverse of {@link #time(Instant)}. */
  public static Instant time(String text) throws FormatException {
    try {
      if (text.length() == TIME_PATTERN.length()) {
        return LocalDateTime.of(
                digits(text, 0, 4, '-'),
                digits(text, 5, 7, '-'),
                digits(text, 8, 10, 'T'),
                digits(text, 11, 13, ':'),
                digits(text, 14, 16, ':'),
                digits(text, 17, 19, 'Z'))
            .toInstant(ZoneOffset.UTC);
      }
    } catch (DateTimeException e) {
      // no such day or hour: refused below, as all else that is no time
    }
    throw new FormatException("no time: " + text);
  }

  /** A decimal integer from 0 to 10^18-1 without leading zeros. */
  public static long count(String text) throws FormatException {
    boolean leadingZero = text.length() > 1 && text.charAt(0) == '0';
    if (text.isEmpty() || text.length() > COUNT_DIGITS || leadingZero) {
      throw new FormatException("no count: " + text);
    }
    long count = 0;
    for (int i = 0; i < text.length(); i++) {
      count = 10 * count + digit(text.charAt(i));
    }
    return count;
  }

  /** A {@link #count} that fits an {@code int}. */
  public static int integer(String text) throws FormatException {
    long count = count(text);
    if (count > Integer.MAX_VALUE) {
      throw new FormatException("too large: " + text);
    }
    return (int) count;
  }

  private static void append(StringBuilder text, int number, int digits, char after) {
    String decimal = Integer.toString(number);
    text.repeat('0', digits - decimal.length()).append(decimal).append(after);
  }

  private static int digits(String text, int from, int to, char after) throws FormatException {
    if (text.charAt(to) != after) {
      throw new FormatException("no time: " + text);
    }
    int number = 0;
    for (int i = from; i < to; i++) {
      number = 10 * number + digit(text.charAt(i));
    }
    return number;
  }

  private static int digit(char c) throws FormatException {
    if (c < '0' || c > '9') {
      throw new FormatException("no digit: " + c);
    }
    return c - '0';
  }

  /**
   * True for what no line of text may hold: controls, line ends among them, bidirectional
   * characters, lone surrogates.
   */
  public static boolean isMisleading(int c) {
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
