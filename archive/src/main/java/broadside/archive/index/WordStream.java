package broadside.archive.index;

import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.BytesTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;

/** The words of one field of one mail, for Lucene. Filled again for every mail. */
final class WordStream extends TokenStream {
  /** Between two texts of a field, so that no phrase begins in one and ends in the next. */
  static final int GAP = 2;

  private final BytesTermAttribute term = addAttribute(BytesTermAttribute.class);
  private final PositionIncrementAttribute increment =
      addAttribute(PositionIncrementAttribute.class);
  private final WordScanner words = WordScanner.forText();
  private final List<String> texts = new ArrayList<>();
  private int text;
  private int gap;

  /** Forgets what it held. */
  WordStream clear() {
    texts.clear();
    return this;
  }

  /** Adds a text: its words do not stand beside those of another. */
  void add(String next) {
    if (!next.isEmpty()) {
      texts.add(next);
    }
  }

  boolean isEmpty() {
    return texts.isEmpty();
  }

  @Override
  public void reset() {
    text = 0;
    gap = 1;
    words.reset(texts.isEmpty() ? "" : texts.getFirst());
  }

  @Override
  public boolean incrementToken() {
    while (!words.next()) {
      if (++text >= texts.size()) {
        return false;
      }
      words.reset(texts.get(text));
      gap = GAP;
    }
    term.setBytesRef(words.term());
    increment.setPositionIncrement(gap);
    gap = 1;
    return true;
  }
}
