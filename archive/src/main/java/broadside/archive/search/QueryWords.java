package broadside.archive.search;

import broadside.archive.index.WordScanner;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.UnicodeUtil;

/** The words of a text of a query, cut as those of mails are. */
record QueryWords(List<Word> all) {
  /**
   * One of them.
   *
   * @param term its form
   * @param pair true for characters of a run that has no spaces
   * @param single true for one of these alone, which stands for every word that begins with it
   */
  record Word(BytesRef term, boolean pair, boolean single) {

    /** True where a star behind it stands for more than the word itself. */
    boolean begins() {
      return !pair || single;
    }
  }

  QueryWords {
    all = List.copyOf(all);
  }

  static QueryWords of(String text, WordScanner scanner) {
    List<Word> words = new ArrayList<>();
    scanner.reset(text);
    while (scanner.next()) {
      BytesRef term = BytesRef.deepCopyOf(scanner.term());
      boolean single = scanner.pair() && UnicodeUtil.codePointCount(term) == 1;
      words.add(new Word(term, scanner.pair(), single));
    }
    return new QueryWords(words);
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  List<BytesRef> terms() {
    return all.stream().map(Word::term).toList();
  }

  /** The form of the first. */
  BytesRef first() {
    return all.getFirst().term;
  }

  /** True for one word that has other forms. */
  boolean isWord() {
    return all.size() == 1 && !all.getFirst().single;
  }

  /**
   * True where the last word stands for every one that begins with it.
   *
   * @param star true where a star stands behind it
   */
  boolean isBeginning(boolean star) {
    return star
        ? all.size() == 1 || all.getLast().begins()
        : all.size() == 1 && all.getFirst().single;
  }
}
