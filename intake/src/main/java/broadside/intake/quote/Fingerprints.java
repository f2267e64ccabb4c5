package broadside.intake.quote;

import java.util.Arrays;

/**
 * Chooses fingerprints of texts by winnowing (Schleimer, Wilkerson and Aiken, 2003): of the hashes
 * of all runs of {@link #GRAM} words, the least of every {@link #WINDOW} neighbours. Paragraphs too
 * short for that have one fingerprint as a whole.
 *
 * <p><b>Threads:</b> one.
 */
final class Fingerprints {
  /** A shorter paragraph has none: "Please let me know if you have questions" is nobody's. */
  static final int SHORT = 10;

  /** Shorter runs are common phrases. */
  static final int GRAM = 16;

  /** GRAM + WINDOW - 1 shared words are always found. */
  static final int WINDOW = 9;

  private static final long BASE = 0x9e3779b97f4a7c15L;
  private static final long FIRST_OF_GRAM = power(GRAM - 1);

  private long[] words = new long[256];
  private int count;
  private long[] chosen = new long[16];
  private int size;

  /** Takes in a text; its paragraphs end at empty lines. */
  void add(String text) {
    long word = 0;
    boolean blank = false;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (isWordByItself(c)) {
        endWord(word);
        endWord(mix(c));
        word = 0;
      } else if (Character.isLetterOrDigit(c)) {
        word = (word ^ Character.toLowerCase(c)) * 0x100000001b3L + 1;
      } else {
        endWord(word);
        word = 0;
        if (c == '\n' && blank) {
          endParagraph();
        }
      }
      blank = c == '\n' || (blank && Character.isWhitespace(c));
    }
    endWord(word);
    endParagraph();
  }

  /** The fingerprints of all texts so far, ascending, each once. */
  long[] sorted() {
    long[] sorted = Arrays.copyOf(chosen, size);
    Arrays.sort(sorted);
    int kept = 0;
    for (int i = 0; i < sorted.length; i++) {
      if (i == 0 || sorted[i] != sorted[i - 1]) {
        sorted[kept++] = sorted[i];
      }
    }
    return Arrays.copyOf(sorted, kept);
  }

  /** Scripts that put no spaces between words. */
  private static boolean isWordByItself(int c) {
    return c >= 0x3040 && (c <= 0x30ff || Character.isIdeographic(c));
  }

  private void endWord(long word) {
    if (word != 0) {
      if (count == words.length) {
        words = Arrays.copyOf(words, count * 2);
      }
      words[count++] = word;
    }
  }

  private void endParagraph() {
    if (count >= GRAM + WINDOW - 1) {
      winnow();
    } else if (count >= SHORT) {
      long hash = 0;
      for (int i = 0; i < count; i++) {
        hash = hash * BASE + words[i];
      }
      choose(mix(hash));
    }
    count = 0;
  }

  private void winnow() {
    int grams = count - GRAM + 1;
    long[] hashes = new long[grams];
    long hash = 0;
    for (int i = 0; i < count; i++) {
      if (i >= GRAM) {
        hash -= words[i - GRAM] * FIRST_OF_GRAM;
      }
      hash = hash * BASE + words[i];
      if (i >= GRAM - 1) {
        hashes[i - GRAM + 1] = mix(hash);
      }
    }
    int least = -1;
    for (int end = WINDOW - 1; end < grams; end++) {
      int start = end - WINDOW + 1;
      if (least < start) {
        least = start;
        for (int i = start + 1; i <= end; i++) {
          least = hashes[i] <= hashes[least] ? i : least;
        }
        choose(hashes[least]);
      } else if (hashes[end] <= hashes[least]) {
        least = end;
        choose(hashes[least]);
      }
    }
  }

  private void choose(long fingerprint) {
    if (size == chosen.length) {
      chosen = Arrays.copyOf(chosen, size * 2);
    }
    chosen[size++] = fingerprint;
  }

  /** Spreads every bit over all (the finisher of MurmurHash3). */
  private static long mix(long hash) {
    long h = hash;
    h = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
    h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return h ^ (h >>> 33);
  }

  private static long power(int exponent) {
    long power = 1;
    for (int i = 0; i < exponent; i++) {
      power *= BASE;
    }
    return power;
  }
}
