package broadside.archive.language;

import java.lang.Character.UnicodeScript;
import org.jspecify.annotations.Nullable;

/** The scripts that are told apart. */
enum Script {
  /** What is no letter. */
  NONE(UnicodeScript.COMMON, null, 0),
  /** Accents and vowel points that follow a letter. */
  MARK(UnicodeScript.INHERITED, null, 0),
  LATIN(UnicodeScript.LATIN, null, 1),
  CYRILLIC(UnicodeScript.CYRILLIC, null, 1),
  ARABIC(UnicodeScript.ARABIC, null, 1),
  DEVANAGARI(UnicodeScript.DEVANAGARI, null, 1),
  /** Chinese and Japanese. */
  HAN(UnicodeScript.HAN, null, 3),
  /** Hiragana and Katakana. */
  KANA(UnicodeScript.HIRAGANA, null, 3),
  HANGUL(UnicodeScript.HANGUL, "ko", 3),
  GREEK(UnicodeScript.GREEK, "el", 1),
  HEBREW(UnicodeScript.HEBREW, "he", 1),
  THAI(UnicodeScript.THAI, "th", 1),
  LAO(UnicodeScript.LAO, "lo", 1),
  KHMER(UnicodeScript.KHMER, "km", 1),
  MYANMAR(UnicodeScript.MYANMAR, "my", 1),
  ARMENIAN(UnicodeScript.ARMENIAN, "hy", 1),
  GEORGIAN(UnicodeScript.GEORGIAN, "ka", 1),
  BENGALI(UnicodeScript.BENGALI, "bn", 1),
  GURMUKHI(UnicodeScript.GURMUKHI, "pa", 1),
  GUJARATI(UnicodeScript.GUJARATI, "gu", 1),
  TAMIL(UnicodeScript.TAMIL, "ta", 1),
  TELUGU(UnicodeScript.TELUGU, "te", 1),
  KANNADA(UnicodeScript.KANNADA, "kn", 1),
  MALAYALAM(UnicodeScript.MALAYALAM, "ml", 1),
  SINHALA(UnicodeScript.SINHALA, "si", 1),
  /** Letters of any other script. */
  OTHER(UnicodeScript.UNKNOWN, null, 1);

  private static final Script[] ALL = values();

  /** The script of each character, so that no text waits for a search in Unicode's tables. */
  private static final byte[] TABLE = table();

  private final UnicodeScript script;
  private final @Nullable String language;
  private final int weight;

  Script(UnicodeScript script, @Nullable String language, int weight) {
    this.script = script;
    this.language = language;
    this.weight = weight;
  }

  /** The one language that is written so, or null where there are several. */
  @Nullable String language() {
    return language;
  }

  /** How many letters of an alphabet one letter is worth; 0 for what is no letter. */
  int weight() {
    return weight;
  }

  /** The script of a letter; characters beyond the first plane count as none. */
  static Script of(char c) {
    return ALL[TABLE[c]];
  }

  /** Its place in an array of all scripts. */
  @SuppressWarnings("EnumOrdinal") // no array outlives the program
  int index() {
    return ordinal();
  }

  private static byte[] table() {
    byte[] table = new byte[1 << 16];
    for (int c = 0; c < table.length; c++) {
      table[c] = (byte) find(c).index();
    }
    return table;
  }

  private static Script find(int c) {
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK) {
      return MARK;
    }
    if (!Character.isLetter(c)) {
      return NONE;
    }
    UnicodeScript script = UnicodeScript.of(c);
    if (script == UnicodeScript.KATAKANA) {
      return KANA;
    }
    for (Script known : ALL) {
      if (known.script == script && known.weight > 0) {
        return known;
      }
    }
    return OTHER;
  }
}
