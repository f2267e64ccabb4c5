package broadside.mail.source;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds one short ASCII word in bytes, looking at about one byte in as many as the word is long.
 */
final class ByteSearch {
  private final byte[] word;
  private final byte[] skip = new byte[256];

  private ByteSearch(byte[] word) {
    this.word = word;
    Arrays.fill(skip, (byte) word.length);
    for (int i = 0; i < word.length - 1; i++) {
      skip[word[i] & 0xff] = (byte) (word.length - 1 - i);
    }
  }

  /** A search for {@code word}, of 1 to 127 ASCII characters. */
  static ByteSearch of(String word) {
    if (word.isEmpty() || word.length() > Byte.MAX_VALUE) {
      throw new IllegalArgumentException("a word of 1 to 127 characters, not " + word.length());
    }
    return new ByteSearch(word.getBytes(StandardCharsets.US_ASCII));
  }

  /** Where the word first lies within {@code [from, to)}, or -1. */
  int find(byte[] bytes, int from, int to) {
    byte[] w = word;
    byte[] s = skip;
    int lastIndex = w.length - 1;
    byte last = w[lastIndex];
    int at = from + lastIndex;
    while (at < to) {
      byte b = bytes[at];
      if (b == last) {
        int i = lastIndex - 1;
        while (i >= 0 && bytes[at - lastIndex + i] == w[i]) {
          i--;
        }
        if (i < 0) {
          return at - lastIndex;
        }
      }
      at += s[b & 0xff];
    }
    return -1;
  }
}
