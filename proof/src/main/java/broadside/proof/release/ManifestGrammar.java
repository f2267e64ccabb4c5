package broadside.proof.release;

import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The one encoding of a {@link ManifestLine}, and what its fields must be. */
final class ManifestGrammar {
  private static final String NUMBER = "\\{\"n\":(?<n>[1-9][0-9]{0,17}),\"state\":";
  private static final String MAIL = ",\"mail\":\"(?<mail>[0-9a-f]{64})\"";
  private static final String ORIGINAL =
      ",\"original\":\"(?<original>[0-9a-f]{64})\",\"reason\":\"(?<reason>[a-z-]{1,40})\"";
  private static final String CONTENT =
      ",\"bytes\":(?<bytes>0|[1-9][0-9]{0,17})(?:,\"date\":\"(?<date>[-0-9:TZ]{20})\")?"
          + ",\"thread\":\"(?<thread>[0-9a-f]{16})\"";

  private static final Pattern PUBLISHED =
      Pattern.compile(NUMBER + "\"published\"" + MAIL + CONTENT + "\\}");
  private static final Pattern REDACTED =
      Pattern.compile(NUMBER + "\"redacted\"" + MAIL + ORIGINAL + CONTENT + "\\}");
  private static final Pattern WITHHELD =
      Pattern.compile(NUMBER + "\"withheld\"" + ORIGINAL + "\\}");
  private static final Pattern THREAD = Pattern.compile("[0-9a-f]{16}");

  private ManifestGrammar() {}

  static ManifestLine parse(String line) throws FormatException {
    Matcher m = PUBLISHED.matcher(line);
    if (m.matches()) {
      return new ManifestLine.Published(
          number(m), m.group("mail"), bytes(m), date(m), m.group("thread"));
    }
    m = REDACTED.matcher(line);
    if (m.matches()) {
      return new ManifestLine.Redacted(
          number(m),
          m.group("mail"),
          m.group("original"),
          Reason.parse(m.group("reason")),
          bytes(m),
          date(m),
          m.group("thread"));
    }
    m = WITHHELD.matcher(line);
    if (m.matches()) {
      return new ManifestLine.Withheld(
          number(m), m.group("original"), Reason.parse(m.group("reason")));
    }
    throw new FormatException("no manifest line: " + line);
  }

  /** Ends the string that {@code line} is in, and the line. */
  static void appendContent(StringBuilder line, long bytes, @Nullable Instant date, String thread) {
    line.append("\",\"bytes\":").append(bytes);
    if (date != null) {
      line.append(",\"date\":\"").append(SignedText.time(date)).append('"');
    }
    line.append(",\"thread\":\"").append(thread).append("\"}");
  }

  static void checkNumber(long number) {
    if (number < 1 || number > SignedText.LARGEST_COUNT) {
      throw new IllegalArgumentException("number " + number + " not in 1…10^18-1");
    }
  }

  static void checkSize(long bytes) {
    if (bytes < 0 || bytes > SignedText.LARGEST_COUNT) {
      throw new IllegalArgumentException("size " + bytes + " not in 0…10^18-1");
    }
  }

  static void checkHash(String hash) {
    if (!SignedText.isHash(hash)) {
      throw new IllegalArgumentException("no SHA-256 in lower-case hex: " + hash);
    }
  }

  static void checkDate(@Nullable Instant date) {
    if (date != null && !SignedText.isTime(date)) {
      throw new IllegalArgumentException("not a whole second of the years 0000-9999: " + date);
    }
  }

  static void checkThread(String thread) {
    if (!THREAD.matcher(thread).matches()) {
      throw new IllegalArgumentException("no thread key of 16 hex digits: " + thread);
    }
  }

  private static long number(Matcher m) throws FormatException {
    return SignedText.count(m.group("n"));
  }

  private static long bytes(Matcher m) throws FormatException {
    return SignedText.count(m.group("bytes"));
  }

  private static @Nullable Instant date(Matcher m) throws FormatException {
    String date = m.group("date");
    return date == null ? null : SignedText.time(date);
  }
}
