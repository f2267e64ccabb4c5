package broadside.archive.dkim;

import broadside.mail.dkim.DomainKey;
import broadside.proof.text.FormatException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A key as one line: name, who vouches for it, the day it was learned, what it is, and the record.
 *
 * <pre>s1._domainkey.example.org file 2026-11-25 key v=DKIM1; p=…</pre>
 */
public final class KeyLine {
  private static final String KEY = "key";
  private static final String PUBLIC = "public";
  private static final String NONE = "none";
  private static final int FIELDS = 5;

  /** The order of lines: by name, the newest of a name first. */
  public static final Comparator<DomainKey> ORDER =
      Comparator.comparing(DomainKey::name)
          .thenComparing(DomainKey::date, Comparator.reverseOrder())
          .thenComparing(DomainKey::record);

  private KeyLine() {}

  /**
   * The keys of a file {@code keys}, or of the head of a list of verdicts.
   *
   * @throws FormatException where a line is none, or they are not in order
   */
  public static List<DomainKey> parse(List<String> lines) throws FormatException {
    List<DomainKey> keys = new ArrayList<>(lines.size());
    for (String line : lines) {
      DomainKey key = parse(line);
      if (!keys.isEmpty() && ORDER.compare(keys.getLast(), key) >= 0) {
        throw new FormatException(
            "the keys are not in order, or one is there twice: " + key.name());
      }
      keys.add(key);
    }
    return keys;
  }

  /** The line, without LF. */
  public static String print(DomainKey key) {
    String head = key.name() + " " + key.source() + " " + key.date() + " ";
    return key.isAbsent()
        ? head + NONE
        : head + (key.isPublic() ? PUBLIC : KEY) + " " + key.record();
  }

  /** The inverse of {@link #print}; refuses every other string. */
  public static DomainKey parse(String line) throws FormatException {
    String[] fields = line.split(" ", FIELDS);
    try {
      if (fields.length >= FIELDS - 1) {
        DomainKey key =
            new DomainKey(
                fields[0],
                fields.length == FIELDS ? fields[4] : "",
                fields[1],
                LocalDate.parse(fields[2]),
                fields[3].equals(PUBLIC));
        if (print(key).equals(line)) {
          return key;
        }
      }
    } catch (IllegalArgumentException | DateTimeParseException e) {
      throw new FormatException("no line of keys, since " + e.getMessage() + ": " + cut(line));
    }
    throw new FormatException("no line of keys: " + cut(line));
  }

  private static String cut(String line) {
    return line.length() > 200 ? line.substring(0, 200) : line;
  }
}
