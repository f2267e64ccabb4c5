package broadside.proof.release;

import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The one encoding of a {@link ManifestLine}, and what its fields must be. */
final class ManifestGrammar {
  private static final int THREAD_DIGITS = 16;

  private ManifestGrammar() {}

  static ManifestLine parse(String line) throws FormatException {
    try {
      return parse(new Cursor(line));
    } catch (IllegalArgumentException e) {
      throw new FormatException(e.getMessage() + ": " + line);
    }
  }

  /** What the fields hold is looked at by the records. */
  private static ManifestLine parse(Cursor cursor) throws FormatException {
    cursor.expect("{\"n\":");
    long number = cursor.count();
    String state = cursor.string(",\"state\":\"");
    ManifestLine parsed =
        switch (state) {
          case "published" -> published(cursor, number);
          case "redacted" -> redacted(cursor, number);
          case "withheld" -> withheld(cursor, number);
          default -> throw new FormatException("no state of a manifest line: " + state);
        };
    cursor.expect("}");
    cursor.end();
    return parsed;
  }

  private static ManifestLine published(Cursor cursor, long number) throws FormatException {
    String mail = cursor.string(",\"mail\":\"");
    long bytes = bytes(cursor);
    Instant date = date(cursor);
    return new ManifestLine.Published(number, mail, bytes, date, thread(cursor));
  }

  private static ManifestLine redacted(Cursor cursor, long number) throws FormatException {
    String mail = cursor.string(",\"mail\":\"");
    String original = cursor.string(",\"original\":\"");
    Reason reason = reason(cursor);
    long bytes = bytes(cursor);
    Instant date = date(cursor);
    return new ManifestLine.Redacted(number, mail, original, reason, bytes, date, thread(cursor));
  }

  private static ManifestLine withheld(Cursor cursor, long number) throws FormatException {
    String original = cursor.string(",\"original\":\"");
    return new ManifestLine.Withheld(number, original, reason(cursor));
  }

  private static Reason reason(Cursor cursor) throws FormatException {
    return Reason.parse(cursor.string(",\"reason\":\""));
  }

  private static long bytes(Cursor cursor) throws FormatException {
    cursor.expect(",\"bytes\":");
    return cursor.count();
  }

  private static @Nullable Instant date(Cursor cursor) throws FormatException {
    return cursor.has(",\"date\":\"") ? SignedText.time(cursor.string(",\"date\":\"")) : null;
  }

  private static String thread(Cursor cursor) throws FormatException {
    return cursor.string(",\"thread\":\"");
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
    if (!SignedText.isHex(thread, THREAD_DIGITS)) {
      throw new IllegalArgumentException("no thread key of 16 hex digits: " + thread);
    }
  }

  /** Reads a line from its beginning to its end. Strings have no escapes. */
  private static final class Cursor {
    private final String line;
    private int at;

    Cursor(String line) {
      this.line = line;
    }

    boolean has(String literal) {
      return line.startsWith(literal, at);
    }

    void expect(String literal) throws FormatException {
      if (!has(literal)) {
        throw refused();
      }
      at += literal.length();
    }

    /** What stands between {@code key} and the next quotation mark. Both are passed. */
    String string(String key) throws FormatException {
      expect(key);
      int end = line.indexOf('"', at);
      if (end < 0) {
        throw refused();
      }
      String string = line.substring(at, end);
      at = end + 1;
      return string;
    }

    long count() throws FormatException {
      int end = at;
      while (end < line.length() && line.charAt(end) >= '0' && line.charAt(end) <= '9') {
        end++;
      }
      String digits = line.substring(at, end);
      at = end;
      return SignedText.count(digits);
    }

    void end() throws FormatException {
      if (at != line.length()) {
        throw refused();
      }
    }

    private FormatException refused() {
      return new FormatException("no manifest line from character " + at + " on: " + line);
    }
  }
}
