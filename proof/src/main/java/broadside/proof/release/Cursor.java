package broadside.proof.release;

import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;

/** Reads a line from its beginning to its end. Strings have no escapes. */
final class Cursor {
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
