package broadside.proof.release;

import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The one encoding of a {@link ManifestLine}, and what its fields must be. */
final class ManifestGrammar {
  private static final int THREAD_DIGITS = 16;
  private static final String DKIM = ",\"dkim\":";

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
    String thread = thread(cursor);
    return new ManifestLine.Published(number, mail, bytes, date, thread, dkim(cursor));
  }

  private static ManifestLine redacted(Cursor cursor, long number) throws FormatException {
    String mail = cursor.string(",\"mail\":\"");
    String original = cursor.string(",\"original\":\"");
    Reason reason = reason(cursor);
    long bytes = bytes(cursor);
    Instant date = date(cursor);
    String thread = thread(cursor);
    return new ManifestLine.Redacted(
        number, mail, original, reason, bytes, date, thread, dkim(cursor));
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

  private static @Nullable List<SignatureVerdict> dkim(Cursor cursor) throws FormatException {
    if (!cursor.has(DKIM)) {
      return null;
    }
    cursor.expect(DKIM);
    return SignatureVerdict.read(cursor);
  }

  /** Ends the string that {@code line} is in, and the line. */
  static void appendContent(
      StringBuilder line,
      long bytes,
      @Nullable Instant date,
      String thread,
      @Nullable List<SignatureVerdict> dkim) {
    line.append("\",\"bytes\":").append(bytes);
    if (date != null) {
      line.append(",\"date\":\"").append(SignedText.time(date)).append('"');
    }
    line.append(",\"thread\":\"").append(thread).append('"');
    if (dkim != null) {
      SignatureVerdict.append(line.append(DKIM), dkim);
    }
    line.append('}');
  }

  static @Nullable List<SignatureVerdict> copy(@Nullable List<SignatureVerdict> dkim) {
    return dkim == null ? null : List.copyOf(dkim);
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
}
