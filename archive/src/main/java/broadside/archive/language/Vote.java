package broadside.archive.language;

import java.util.Arrays;

/**
 * The words of one text speak for languages of its script.
 *
 * <p>A word speaks for every language that has it among its commonest, the more the commoner it is
 * there. A letter that few languages have speaks for these and against all others. A language wins
 * where enough different words speak for it, where they are as dense as in prose, and where no
 * other language comes near.
 */
final class Vote {
  /** Words that a text needs. */
  private static final int WORDS = 5;

  /** Different words that have to speak for the winner. */
  private static final int VOTERS = 3;

  private static final int LEAST = 650;

  /** What the winner needs for each word of the text: lists of names and numbers have less. */
  private static final int EACH = 45;

  private static final int LEAD = 200;
  private static final int LEAD_PERCENT = 6;

  /** What a word counts against each language that does not have one of its letters. */
  private static final int FOREIGN = 200;

  /** What it counts for the languages that have all of them, the most where there is only one. */
  private static final int[] RARE = {0, 150, 120, 90, 60, 30};

  /** A word that so few languages can write counts as one that speaks for them. */
  private static final int FEW = 2;

  private static final int MOST_LANGUAGES = Long.SIZE;

  /** Places for the words that were heard: a power of two, and twice as many as a text has. */
  private static final int HEARD = 512;

  private final int[] scores = new int[MOST_LANGUAGES];
  private final int[] voters = new int[MOST_LANGUAGES];
  private final FunctionWords shared;

  /** The places of the words that were heard, each one more than it is; 0 where there is none. */
  private final int[] heard = new int[HEARD];

  private int words;

  Vote(FunctionWords shared) {
    this.shared = shared;
  }

  /** Begins with another text. */
  Vote begin() {
    Arrays.fill(scores, 0);
    Arrays.fill(voters, 0);
    Arrays.fill(heard, 0);
    words = 0;
    return this;
  }

  /**
   * Hears a word.
   *
   * @param word in lower case, with room for one more character
   * @param size characters of the word; the first is an apostrophe where one stands before it
   * @param apostrophe true where one follows the word
   */
  void hear(char[] word, int size, boolean apostrophe) {
    words++;
    int place = shared.place(word, 0, size);
    if (apostrophe) {
      word[size] = '\'';
      int elided = shared.place(word, 0, size + 1);
      place = elided < 0 ? place : elided;
    } else if (place < 0 && word[0] == '\'') {
      place = shared.place(word, 1, size);
    }
    if (place >= 0) {
      boolean voter = size > 1 && isNew(place);
      short[] votes = shared.votes(place);
      for (int i = 0; i < votes.length; i += 2) {
        scores[votes[i]] += votes[i + 1];
        voters[votes[i]] += voter ? 1 : 0;
      }
    }
    letters(word, size);
  }

  /** True the first time that the word at this place is heard in the text. */
  private boolean isNew(int place) {
    int at = place & (HEARD - 1);
    while (heard[at] != 0 && heard[at] != place + 1) {
      at = (at + 1) & (HEARD - 1);
    }
    boolean isNew = heard[at] == 0;
    heard[at] = place + 1;
    return isNew;
  }

  private void letters(char[] word, int size) {
    long having = -1;
    for (int i = 0; i < size; i++) {
      having &= shared.having(word[i]);
    }
    if (having == -1 || having == 0) {
      return;
    }
    int count = Long.bitCount(having);
    for (int i = 0; i < shared.languages().size(); i++) {
      if ((having >>> i & 1) == 0) {
        scores[i] -= FOREIGN;
      } else if (count < RARE.length) {
        scores[i] += RARE[count];
        voters[i] += count <= FEW ? 1 : 0;
      }
    }
  }

  /** The code of the language that won, or "" where none did or it is never told. */
  String winner() {
    int first = 0;
    int second = 0;
    for (int i = 1; i < shared.languages().size(); i++) {
      if (scores[i] > scores[first]) {
        second = scores[first];
        first = i;
      } else {
        second = Math.max(second, scores[i]);
      }
    }
    int score = scores[first];
    boolean sure =
        words >= WORDS
            && voters[first] >= VOTERS
            && score >= Math.max(LEAST, EACH * words)
            && score - second >= Math.max(LEAD, score * LEAD_PERCENT / 100);
    return sure ? shared.languages().get(first) : "";
  }
}
