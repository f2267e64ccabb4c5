package broadside.archive.language;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The languages of one script: what their commonest words weigh, and their letters. */
final class FunctionWords {
  /** Weights are in hundredths of a natural logarithm, so that sums are exact. */
  private static final int UNIT = 100;

  private static final double COMMONEST = 4;
  private static final double DECAY = 0.6;
  private static final double RAREST = 1.5;

  /** What a word counts that is written without its accents. */
  private static final double BARE = 0.6;

  /** What a word of one letter counts. */
  private static final double ONE_LETTER = 0.5;

  private static final char BEYOND = 0x2000;
  private static final short[] NOBODY = {};
  private static final Map<Script, FunctionWords> ALL = read();

  private final List<String> languages;
  private final long[] letters;
  private final char[][] words;
  private final short[][] votes;

  private FunctionWords(Script script, List<Lexicon> lexicons) {
    languages = lexicons.stream().map(Lexicon::code).toList();
    letters = letters(script, lexicons);
    Map<String, short[]> all = votes(lexicons);
    int size = Integer.highestOneBit(all.size()) * 4;
    words = new char[size][];
    votes = new short[size][];
    all.forEach(this::put);
  }

  /** The languages that share the script, or null where it is not shared. */
  static @Nullable FunctionWords of(Script script) {
    return ALL.get(script);
  }

  /** Every language of every shared script that can be told. */
  static Set<String> codes() {
    return ALL.values().stream()
        .flatMap(words -> words.languages.stream())
        .filter(code -> !code.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * The codes of the languages, or "" for one that is not told; their places are the indexes of
   * votes and the bits of masks.
   */
  List<String> languages() {
    return languages;
  }

  /** The place of a word in the table, or -1 where no language has it among its commonest. */
  int place(char[] text, int from, int to) {
    int at = hash(text, from, to) & (words.length - 1);
    while (words[at] != null) {
      if (Arrays.equals(words[at], 0, words[at].length, text, from, to)) {
        return at;
      }
      at = (at + 1) & (words.length - 1);
    }
    return -1;
  }

  /** The languages that have the word at this place, each followed by what it weighs there. */
  short[] votes(int place) {
    return votes[place];
  }

  /** The languages that have the letter, as bits: all of them where they share it. */
  long having(char letter) {
    return letter < BEYOND ? letters[letter] : -1;
  }

  private void put(String word, short[] weights) {
    char[] key = word.toCharArray();
    int at = hash(key, 0, key.length) & (words.length - 1);
    while (words[at] != null) {
      at = (at + 1) & (words.length - 1);
    }
    words[at] = key;
    votes[at] = weights;
  }

  private static int hash(char[] text, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = hash * 31 + text[i];
    }
    return hash ^ (hash >>> 15);
  }

  private static Map<Script, FunctionWords> read() {
    Map<Script, List<Lexicon>> scripts =
        Lexicon.all().stream().collect(Collectors.groupingBy(Lexicon::script));
    Map<Script, FunctionWords> all = new EnumMap<>(Script.class);
    scripts.forEach((script, lexicons) -> all.put(script, new FunctionWords(script, lexicons)));
    return all;
  }

  private static long[] letters(Script script, List<Lexicon> lexicons) {
    long[] letters = new long[BEYOND];
    boolean listed = script == Script.LATIN || script == Script.CYRILLIC;
    for (char c = 0; c < BEYOND; c++) {
      letters[c] = c < 128 || !listed ? -1 : 0;
    }
    Set<Character> own = new TreeSet<>();
    for (int i = 0; i < lexicons.size(); i++) {
      for (char c : lexicons.get(i).letters().toCharArray()) {
        letters[c] = (own.add(c) ? 0 : letters[c]) | 1L << i;
      }
    }
    return letters;
  }

  private static Map<String, short[]> votes(List<Lexicon> lexicons) {
    Map<String, short[]> votes = new HashMap<>();
    for (int i = 0; i < lexicons.size(); i++) {
      for (Map.Entry<String, Double> entry : weights(lexicons.get(i).words()).entrySet()) {
        short[] before = votes.getOrDefault(entry.getKey(), NOBODY);
        short[] after = Arrays.copyOf(before, before.length + 2);
        after[before.length] = (short) i;
        after[before.length + 1] = (short) Math.round(entry.getValue() * UNIT);
        votes.put(entry.getKey(), after);
      }
    }
    return votes;
  }

  /** What each word weighs, and each that is typed without its accents. */
  private static Map<String, Double> weights(List<String> words) {
    Map<String, Double> weights = new LinkedHashMap<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      double weight = Math.max(RAREST, COMMONEST - DECAY * StrictMath.log(i + 1));
      weights.putIfAbsent(word, word.length() == 1 ? weight * ONE_LETTER : weight);
    }
    Map<String, Double> bare = new LinkedHashMap<>();
    weights.forEach((word, weight) -> bare.putIfAbsent(bare(word), weight * BARE));
    bare.forEach((word, weight) -> {
      if (word.length() > 1) {
        weights.putIfAbsent(word, weight);
      }
    });
    return weights;
  }

  private static String bare(String word) {
    return Normalizer.normalize(word, Normalizer.Form.NFD)
        .replaceAll("\\p{Mn}", "")
        .replace('ł', 'l')
        .replace('đ', 'd')
        .replace('ı', 'i')
        .replace("ß", "ss");
  }
}
