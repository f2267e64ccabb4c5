package broadside.archive.release;

import broadside.proof.text.FormatException;

/**
 * Two thread keys that a release joins: one line of the file {@code aliases}.
 *
 * @param key one of the keys
 * @param other the other one
 * @param link what joins them
 */
public record ThreadAlias(long key, long other, Link link) {
  /** Bytes of the longest line. */
  static final int LINE_BYTES = 16 + 1 + 16 + 1 + 10;

  /** What joins two threads. */
  public enum Link {
    /** A mail that names a message of the other thread. */
    REFERENCES("references"),
    /** The same subject among the same people, where mails name no other: a guess. */
    SUBJECT("subject");

    private final String word;

    Link(String word) {
      this.word = word;
    }
  }

  /** {@code <16 hex> <16 hex> references|subject}, without LF. */
  public String print() {
    return ThreadKey.print(key) + " " + ThreadKey.print(other) + " " + link.word;
  }

  /** The inverse of {@link #print()}. */
  public static ThreadAlias parse(String line) throws FormatException {
    if (line.length() > 34 && line.charAt(16) == ' ' && line.charAt(33) == ' ') {
      for (Link link : Link.values()) {
        if (line.startsWith(link.word, 34) && line.length() == 34 + link.word.length()) {
          return new ThreadAlias(
              ThreadKey.parse(line.substring(0, 16)),
              ThreadKey.parse(line.substring(17, 33)),
              link);
        }
      }
    }
    throw new FormatException("no pair of thread keys: " + line);
  }
}
