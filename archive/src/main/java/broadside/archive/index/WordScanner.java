package broadside.archive.index;

import com.ibm.icu.lang.UScript;
import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.util.ULocale;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.apache.lucene.analysis.icu.ICUFoldingFilter;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * Cuts text into the words that are indexed and searched: lower-cased, folded, one form each.
 *
 * <p>The rules (docs/formats/index.md): a word is a run of letters, digits and marks. ASCII runs
 * never leave a byte table; other runs are folded as ICU folds; runs of Chinese, Japanese and
 * Korean become overlapping pairs of characters; Thai, Lao, Khmer and Burmese are cut by ICU's
 * dictionaries. Blocks of encoded data (base64, uuencode) are passed over.
 *
 * <p><b>Threads:</b> one; reset it for the next text.
 */
public final class WordScanner {
  /** Longest indexed form in characters; a longer word is found by these first ones. */
  static final int LONGEST = 64;

  /** Letters before the apostrophe of an elision at most, as in "qu'il". */
  private static final int LONGEST_ELISION = 2;

  /** Longest run of non-ASCII word characters treated as one piece. */
  private static final int LONGEST_RUN = 1024;

  private static final Normalizer2 FOLDING = ICUFoldingFilter.NORMALIZER;

  /** For scripts whose marks make other letters, as in Japanese: only width and case. */
  private static final Normalizer2 WIDTH = Normalizer2.getNFKCCasefoldInstance();

  private static final byte[] LOWER = lowerCase();
  private static final boolean[] ELISION = elisions();

  private record Piece(int start, int end, byte[] bytes, boolean pair) {}

  private final boolean query;
  private final EncodedLines encoded = new EncodedLines();
  private final byte[] bytes = new byte[LONGEST];
  private final BytesRef term = new BytesRef(bytes, 0, 0);
  private final ArrayDeque<Piece> pieces = new ArrayDeque<>();
  private char[] text = new char[4096];
  private int length;
  private int position;

  /** Up to here a run of ASCII goes that ends with another letter; it is not looked at again. */
  private int mixed;

  private int start;
  private int end;
  private boolean pair;
  private @Nullable BreakIterator breaks;

  private WordScanner(boolean query) {
    this.query = query;
  }

  /** A scanner as the index is written with, also used to find the places to highlight. */
  public static WordScanner forText() {
    return new WordScanner(false);
  }

  /**
   * A scanner for what a person searches: a run of Chinese, Japanese or Korean does not end with
   * its last character alone, unless it has only one.
   */
  public static WordScanner forQuery() {
    return new WordScanner(true);
  }

  /** Begins with another text. */
  public void reset(String next) {
    length = next.length();
    if (text.length < length) {
      text = new char[Math.max(length, Math.min(text.length * 2, 1 << 23))];
    }
    next.getChars(0, length, text, 0);
    pieces.clear();
    mixed = 0;
    position = encoded.skip(text, 0, length);
  }

  /** Moves to the next word; false at the end of the text. */
  public boolean next() {
    while (true) {
      Piece piece = pieces.poll();
      if (piece != null) {
        start = piece.start;
        end = piece.end;
        pair = piece.pair;
        term.bytes = piece.bytes;
        term.length = piece.bytes.length;
        return true;
      }
      if (!seekWord()) {
        return false;
      }
      if (asciiWord()) {
        return true;
      }
    }
  }

  /** The word's indexed form; valid until the next call. */
  public BytesRef term() {
    return term;
  }

  /** Where the word begins in the text. */
  public int start() {
    return start;
  }

  /** Where the word ends in the text. */
  public int end() {
    return end;
  }

  /** True where the word is a pair of characters (or the last one) of a run that has no spaces. */
  public boolean pair() {
    return pair;
  }

  private boolean seekWord() {
    int at = position;
    while (at < length) {
      char c = text[at];
      if (c < 128) {
        if (LOWER[c] != 0) {
          position = at;
          return true;
        }
        at = c == '\n' ? encoded.skip(text, at + 1, length) : at + 1;
      } else {
        int point = Character.codePointAt(text, at, length);
        if (isWord(point)) {
          position = at;
          return true;
        }
        at += Character.charCount(point);
      }
    }
    position = length;
    return false;
  }

  /** Reads a word of ASCII; false where it was not one and became pieces instead. */
  private boolean asciiWord() {
    start = position;
    int at = position;
    int size = 0;
    boolean digits = true;
    while (at < length) {
      if (at < mixed && at > start + LONGEST_ELISION) {
        at = mixed; // from here on it matters no more where the word begins
      }
      char c = text[at];
      if (c < 128) {
        byte lower = LOWER[c];
        if (lower != 0) {
          digits &= lower <= '9';
          if (size < LONGEST) {
            bytes[size++] = lower;
          }
          at++;
          continue;
        }
        if (c == '\'' && isWordAt(at + 1)) {
          if (endsAtApostrophe(at, size)) {
            break;
          }
          at++;
          continue;
        }
        if (c == ',' && digits && thousands(at)) {
          at++;
          continue;
        }
        break;
      }
      if (c == '’' || isWord(Character.codePointAt(text, at, length))) {
        if (c == '’' && !isWordAt(at + 1)) {
          break;
        }
        mixed = at;
        otherRun();
        return false;
      }
      break;
    }
    end = at;
    position = afterApostrophe(at);
    pair = false;
    term.bytes = bytes;
    term.length = size;
    return true;
  }

  /** French "l'accord" and the possessive "John's" end the word; "O'Brien" is one word. */
  private boolean endsAtApostrophe(int at, int size) {
    boolean possessive = (text[at + 1] | 0x20) == 's' && !isWordAt(at + 2);
    int letters = at - start;
    return possessive
        || (letters == 1 && size == 1 && ELISION[text[start] & 0x7f])
        || (letters == 2 && (text[start] | 0x20) == 'q' && (text[start + 1] | 0x20) == 'u');
  }

  private int afterApostrophe(int at) {
    boolean apostrophe = at + 1 < length && (text[at] == '\'' || text[at] == '’');
    if (!apostrophe || !isWordAt(at + 1)) {
      return at;
    }
    return (text[at + 1] | 0x20) == 's' && !isWordAt(at + 2) ? at + 2 : at + 1;
  }

  /** True where a comma stands before exactly three digits, as in 1,234. */
  private boolean thousands(int comma) {
    for (int i = 1; i <= 3; i++) {
      if (comma + i >= length || text[comma + i] < '0' || text[comma + i] > '9') {
        return false;
      }
    }
    return !isWordAt(comma + 4);
  }

  private boolean isWordAt(int at) {
    return at < length && isWord(Character.codePointAt(text, at, length));
  }

  private static boolean isWord(int point) {
    if (point < 128) {
      return LOWER[point] != 0;
    }
    if (Character.isLetterOrDigit(point)) {
      return true;
    }
    return switch (Character.getType(point)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK -> true;
      case Character.FORMAT -> point == 0xAD || point == 0x200C || point == 0x200D;
      default -> false;
    };
  }

  /** Reads a run that is not all ASCII and cuts it where the kind of script changes. */
  private void otherRun() {
    int at = position;
    int from = at;
    Writing writing = Writing.WORDS;
    while (at < length && at - position < LONGEST_RUN) {
      int point = Character.codePointAt(text, at, length);
      if ((point == '\'' || point == '’') && at > from && isWordAt(at + 1)) {
        start = from;
        if (endsAtApostrophe(at, at - from)) {
          break;
        }
        at++;
        continue;
      }
      if (!isWord(point)) {
        break;
      }
      Writing next = Writing.of(point, writing);
      if (next != writing && at > from) {
        cut(writing, from, at);
        from = at;
      }
      writing = next;
      at += Character.charCount(point);
    }
    cut(writing, from, at);
    position = Math.max(afterApostrophe(at), at);
  }

  private void cut(Writing writing, int from, int to) {
    switch (writing) {
      case WORDS -> word(from, to);
      case PAIRS -> pairs(from, to);
      case DICTIONARY -> dictionary(from, to);
    }
  }

  private void word(int from, int to) {
    if (from < to) {
      piece(from, to, fold(from, to).replace("'", ""), false);
    }
  }

  /** Pairs of neighbours, then the last character alone: so a single one is found by prefix. */
  private void pairs(int from, int to) {
    String run = WIDTH.normalize(new String(text, from, to - from));
    int points = run.codePointCount(0, run.length());
    boolean aligned = points == Character.codePointCount(text, from, to - from);
    int at = 0;
    int place = from;
    for (int i = 0; i < points; i++) {
      int second = run.offsetByCodePoints(at, 1);
      boolean last = i == points - 1;
      if (last && query && points > 1) {
        return;
      }
      int stop = last ? second : run.offsetByCodePoints(second, 1);
      int first = aligned ? place : from;
      int after = aligned ? place + Character.charCount(Character.codePointAt(text, place)) : to;
      int reach = !aligned || last ? after : after + Character.charCount(charPoint(after));
      piece(first, reach, run.substring(at, stop), true);
      at = second;
      place = after;
    }
  }

  private int charPoint(int at) {
    return Character.codePointAt(text, at, length);
  }

  private void dictionary(int from, int to) {
    if (breaks == null) {
      breaks = BreakIterator.getWordInstance(ULocale.ROOT);
    }
    breaks.setText(new String(text, from, to - from));
    int last = breaks.first();
    for (int at = breaks.next(); at != BreakIterator.DONE; at = breaks.next()) {
      word(from + last, from + at);
      last = at;
    }
  }

  private String fold(int from, int to) {
    return FOLDING.normalize(new String(text, from, to - from)).replace("’", "");
  }

  private void piece(int from, int to, String form, boolean isPair) {
    if (!form.isEmpty()) {
      String capped = form.length() <= LONGEST ? form : form.substring(0, cap(form));
      BytesRef utf8 = new BytesRef(capped);
      pieces.add(new Piece(from, to, Arrays.copyOf(utf8.bytes, utf8.length), isPair));
    }
  }

  private static int cap(String form) {
    return Character.isHighSurrogate(form.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
  }

  /** How a script marks its words. */
  private enum Writing {
    WORDS,
    PAIRS,
    DICTIONARY;

    static Writing of(int point, Writing before) {
      if (point < 0x0E00) {
        return WORDS;
      }
      return switch (UScript.getScript(point)) {
        case UScript.HAN, UScript.HIRAGANA, UScript.KATAKANA, UScript.HANGUL -> PAIRS;
        case UScript.THAI, UScript.LAO, UScript.KHMER, UScript.MYANMAR -> DICTIONARY;
        case UScript.INHERITED -> before;
        case UScript.COMMON -> isKanaMark(point) ? PAIRS : WORDS;
        default -> WORDS;
      };
    }

    /** Marks that several scripts of Japanese share, such as the long vowel. */
    private static boolean isKanaMark(int point) {
      return (point >= 0x3000 && point < 0x3400) || (point >= 0xFF65 && point < 0xFFA0);
    }
  }

  private static byte[] lowerCase() {
    byte[] table = new byte[128];
    for (char c = '0'; c <= '9'; c++) {
      table[c] = (byte) c;
    }
    for (char c = 'a'; c <= 'z'; c++) {
      table[c] = (byte) c;
      table[c - 32] = (byte) c;
    }
    return table;
  }

  private static boolean[] elisions() {
    boolean[] table = new boolean[128];
    for (char c : "cdjlmnstCDJLMNST".toCharArray()) {
      table[c] = true;
    }
    return table;
  }
}
