package broadside.archive.language;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Tells the language of a text: by its script where only one language is written so, by its
 * commonest words and its letters where several are.
 *
 * <p>It looks at the first few hundred characters of what it is given and passes over what is no
 * prose: addresses, paths, numbers. In doubt it tells none. Languages that it does not know may be
 * taken for a near relative.
 *
 * <p><b>Threads:</b> one; {@link #clear} it for the next text.
 */
public final class LanguageDetector {
  /** Characters looked at: more of them cost more and hardly tell more. */
  static final int SAMPLE = 400;

  /** What a paragraph has to weigh: a shorter one is a greeting or a name. */
  private static final int PARAGRAPH = 20;

  /** What letters have to weigh where the script alone tells the language. */
  private static final int LETTERS = 18;

  /** Percent of all letters that are of the text's script. */
  private static final int SHARE = 60;

  private static final boolean[] IN_PROSE = inProse("0123456789@/\\_=<>#$%&*+|~^:.{}[]");

  /** Han of this weight without kana are no Japanese address or title. */
  private static final int NO_JAPANESE = 120;

  /** Characters of Chinese sentences that Japanese writes in kana or hardly at all. */
  private static final String CHINESE = "的是我你您她它们們这這那为请嗎吗吧谢謝给没很把让讓个也";

  private static final Script[] SCRIPTS = Script.values();
  private static final Set<String> CODES = codesOfAll();

  private final char[] sample = new char[SAMPLE];
  private final char[] word = new char[SAMPLE + 2];
  private final int[] weights = new int[SCRIPTS.length];
  private final Map<Script, Vote> votes = new EnumMap<>(Script.class);
  private int length;

  /** Every code that {@link #language} can tell. */
  public static Set<String> codes() {
    return CODES;
  }

  /**
   * The codes under which texts in the language are told: those of others where it is not told
   * apart from them, none where it is not told at all.
   */
  public static Set<String> codes(String language) {
    return switch (language) {
      case "bs" -> Set.of("hr"); // Bosnian, Croatian and Serbian in Latin letters are told as one
      case "sr" -> Set.of("hr", "sr");
      case "ms" -> Set.of("id");
      case "nb", "nn" -> Set.of("no");
      default -> CODES.contains(language) ? Set.of(language) : Set.of();
    };
  }

  /** Forgets the text. */
  public LanguageDetector clear() {
    length = 0;
    return this;
  }

  /** Adds a paragraph of the text. */
  public LanguageDetector add(String paragraph) {
    if (length + 1 < SAMPLE && !isShort(paragraph)) {
      int taken = Math.min(paragraph.length(), SAMPLE - length - 1);
      paragraph.getChars(0, taken, sample, length);
      length += taken;
      sample[length++] = ' ';
    }
    return this;
  }

  /** The ISO 639-1 code of the language, or "" where it is not known. */
  public String language() {
    Script script = script();
    String only = script.language();
    if (only != null) {
      return weights[script.index()] >= LETTERS ? only : "";
    }
    return script == Script.HAN ? chineseOrJapanese() : vote(script);
  }

  private static boolean isShort(String paragraph) {
    int weight = 0;
    for (int i = 0; i < paragraph.length() && weight < PARAGRAPH; i++) {
      weight += Math.max(1, Script.of(paragraph.charAt(i)).weight());
    }
    return weight < PARAGRAPH;
  }

  /** The script of most letters, or none where too many are of others; kana count as Han. */
  private Script script() {
    Arrays.fill(weights, 0);
    for (int from = 0; from < length; ) {
      int to = blank(from);
      boolean prose = isProse(from, to);
      for (int i = from; i < to; i++) {
        Script script = Script.of(sample[i]);
        // In Chinese no blank stands between a word and an address.
        weights[script.index()] += prose || script != Script.LATIN ? script.weight() : 0;
      }
      from = to + 1;
    }
    weights[Script.HAN.index()] += weights[Script.KANA.index()];
    Script most = Script.NONE;
    int all = -weights[Script.KANA.index()];
    for (Script script : SCRIPTS) {
      int weight = weights[script.index()];
      all += weight;
      most = weight > weights[most.index()] ? script : most;
    }
    return weights[most.index()] * 100 >= all * SHARE ? most : Script.NONE;
  }

  private String chineseOrJapanese() {
    int all = weights[Script.HAN.index()];
    int kana = weights[Script.KANA.index()];
    if (all < LETTERS) {
      return "";
    }
    if (kana * 10 >= all) {
      return "ja";
    }
    return kana * 30 <= all && (all >= NO_JAPANESE || hasChinese()) ? "zh" : "";
  }

  private boolean hasChinese() {
    for (int i = 0; i < length; i++) {
      if (sample[i] >= '一' && CHINESE.indexOf(sample[i]) >= 0) {
        return true;
      }
    }
    return false;
  }

  private String vote(Script script) {
    Vote vote = votes.computeIfAbsent(script, LanguageDetector::voteOf);
    if (vote == null) {
      return "";
    }
    vote.begin();
    for (int from = 0; from < length; ) {
      int to = blank(from);
      if (isProse(from, to)) {
        words(from, to, script, vote);
      }
      from = to + 1;
    }
    return vote.winner();
  }

  private static @Nullable Vote voteOf(Script script) {
    FunctionWords shared = FunctionWords.of(script);
    return shared == null ? null : new Vote(shared);
  }

  /** Hears the words between two blanks: an apostrophe or a hyphen may stand among them. */
  private void words(int from, int to, Script script, Vote vote) {
    int size = 0;
    for (int i = from; i <= to; i++) {
      char c = i < to ? sample[i] : ' ';
      Script next = Script.of(c);
      if (next == script || (next == Script.MARK && script == Script.DEVANAGARI)) {
        word[size++] = Character.toLowerCase(c);
      } else if (next != Script.MARK) {
        boolean apostrophe = isApostrophe(c) && i + 1 < to && Script.of(sample[i + 1]) == script;
        if (size > 0) {
          vote.hear(word, size, apostrophe);
        }
        size = 0;
        if (apostrophe) {
          word[size++] = '\'';
        }
      }
    }
  }

  private int blank(int from) {
    int at = from;
    while (at < length && sample[at] > ' ' && sample[at] != '\u00a0') {
      at++;
    }
    return at;
  }

  /** False for addresses, paths, numbers and the like, and where there is no letter. */
  private boolean isProse(int from, int to) {
    int first = from;
    int last = to;
    while (first < last && isPunctuation(sample[first])) {
      first++;
    }
    while (last > first && isPunctuation(sample[last - 1])) {
      last--;
    }
    for (int i = first; i < last; i++) {
      if (sample[i] < IN_PROSE.length && !IN_PROSE[sample[i]]) {
        return false;
      }
    }
    return first < last;
  }

  private static boolean isPunctuation(char c) {
    return Script.of(c) == Script.NONE && (c < '0' || c > '9');
  }

  private static boolean isApostrophe(char c) {
    return c == '\'' || c == '’';
  }

  private static boolean[] inProse(String never) {
    boolean[] table = new boolean[128];
    for (char c = 0; c < table.length; c++) {
      table[c] = never.indexOf(c) < 0;
    }
    return table;
  }

  private static Set<String> codesOfAll() {
    Set<String> codes = new TreeSet<>(FunctionWords.codes());
    for (Script script : SCRIPTS) {
      if (script.language() != null) {
        codes.add(script.language());
      }
    }
    codes.add("ja");
    codes.add("zh");
    return Set.copyOf(codes);
  }
}
