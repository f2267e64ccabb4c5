package broadside.proof.text;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines {@code key value} in the order in which they are asked for.
 *
 * <p><b>Threads:</b> one.
 */
public final class Fields {
  private final List<String> lines;
  private int at;

  /** A reader of these lines, none of which has its LF. */
  public Fields(List<String> lines) {
    this.lines = List.copyOf(lines);
  }

  /** The next line, whatever it is. */
  public String line() throws FormatException {
    if (at == lines.size()) {
      throw new FormatException("the text ends too early");
    }
    return lines.get(at++);
  }

  /** The value of the next line, which has this key. */
  public String value(String key) throws FormatException {
    if (!has(key)) {
      throw new FormatException("\"" + key + " …\" expected, not \"" + peek() + "\"");
    }
    return line().substring(key.length() + 1);
  }

  /** True where the next line has this key. */
  public boolean has(String key) {
    return peek().startsWith(key + " ");
  }

  /** The value of the next line where it has this key, or "". */
  public String optional(String key) throws FormatException {
    return has(key) ? value(key) : "";
  }

  /** The values of the next lines that have this key; there may be none. */
  public List<String> all(String key) throws FormatException {
    List<String> values = new ArrayList<>();
    while (has(key)) {
      values.add(value(key));
    }
    return values;
  }

  /** The value, or null where it is a dash. */
  public @Nullable String orDash(String key) throws FormatException {
    String value = value(key);
    return value.equals("-") ? null : value;
  }

  /** The value as a count. */
  public long count(String key) throws FormatException {
    return SignedText.count(value(key));
  }

  /** The value as a count that fits an {@code int}. */
  public int integer(String key) throws FormatException {
    return SignedText.integer(value(key));
  }

  /** So many lines, which follow a line {@code key count}; at most {@code most}. */
  public List<String> block(String key, int most) throws FormatException {
    int count = integer(key);
    if (count > most || count > lines.size() - at) {
      throw new FormatException(key + " " + count + " is too many");
    }
    List<String> block = lines.subList(at, at + count);
    at += count;
    return block;
  }

  /** All lines that are left; at most {@code most}. */
  public List<String> rest(int most) throws FormatException {
    List<String> rest = lines.subList(at, lines.size());
    if (rest.size() > most) {
      throw new FormatException(rest.size() + " lines, at most " + most);
    }
    at = lines.size();
    return rest;
  }

  /** The words of a value, as many as expected. */
  public static List<String> words(String value, int count) throws FormatException {
    List<String> words = List.of(value.split(" ", -1));
    if (words.size() != count) {
      throw new FormatException(count + " words expected, not \"" + value + "\"");
    }
    return words;
  }

  /**
   * Says that everything was read.
   *
   * @throws FormatException where a line is left
   */
  public void end() throws FormatException {
    if (at < lines.size()) {
      throw new FormatException("not expected: \"" + peek() + "\"");
    }
  }

  private String peek() {
    return at < lines.size() ? lines.get(at) : "";
  }
}
