package broadside.proof.release;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code key value} lines in the order in which they are asked for. */
final class Fields {
  private final Iterator<String> lines;
  private String line;

  Fields(Iterator<String> lines) {
    this.lines = lines;
    this.line = next();
  }

  /** The value of the next line, which has this key. */
  String value(String key) throws FormatException {
    if (!line.startsWith(key + " ")) {
      throw new FormatException("\"" + key + " …\" expected, not \"" + line + "\"");
    }
    String value = line.substring(key.length() + 1);
    line = next();
    return value;
  }

  /** The value of the next line where it has this key, or "". */
  String optional(String key) throws FormatException {
    return line.startsWith(key + " ") ? value(key) : "";
  }

  /** The value, or null where it is a dash. */
  @Nullable String orDash(String key) throws FormatException {
    String value = value(key);
    return value.equals("-") ? null : value;
  }

  long count(String key) throws FormatException {
    return SignedText.count(value(key));
  }

  int integer(String key) throws FormatException {
    long count = count(key);
    if (count > Integer.MAX_VALUE) {
      throw new FormatException(key + " " + count + " is too large");
    }
    return (int) count;
  }

  /** The two words of the value. */
  List<String> two(String key) throws FormatException {
    List<String> words = List.of(value(key).split(" ", -1));
    if (words.size() != 2) {
      throw new FormatException("two words expected after \"" + key + "\"");
    }
    return words;
  }

  private String next() {
    return lines.hasNext() ? lines.next() : "";
  }
}
