package broadside.archive.search;

import broadside.archive.index.TextField;
import broadside.archive.query.QueryLimits;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;

/**
 * The words that the stars of a query stand for, of which there must not be too many. One query at
 * a time; not for several threads.
 */
final class Beginnings {
  private final IndexReader reader;
  private final QueryLimits limits;
  private final IndexNotices notices;
  private boolean anyTooWide;
  private int all;

  Beginnings(IndexReader reader, QueryLimits limits, IndexNotices notices) {
    this.reader = reader;
    this.limits = limits;
    this.notices = notices;
  }

  /** A star behind these letters. */
  Star star(BytesRef letters) {
    return new Star(letters, limits.expansions());
  }

  /** A star behind these letters beside AROUND, NEAR or ADJ. */
  Star near(BytesRef letters) {
    return new Star(letters, Math.min(limits.expansions(), IndexSearcher.getMaxClauseCount()));
  }

  /** Refuses stars that stand for too many words together, where none does so by itself. */
  void judge() {
    if (!anyTooWide && all > limits.expansions()) {
      notices.refuse(
          "All stars together stand for more than "
              + limits.expansions()
              + " words to look up: add letters.");
    }
  }

  /** One star of a query; it is asked once for each field in which its words are looked up. */
  final class Star {
    private final BytesRef letters;
    private final int most;
    private int words;
    private boolean tooWide;

    private Star(BytesRef letters, int most) {
      this.letters = letters;
      this.most = most;
    }

    BytesRef letters() {
      return letters;
    }

    /** How many different words of one field it may stand for. */
    int most() {
      return most;
    }

    /** The field's words that begin so; none where they are too many, which is refused. */
    Set<BytesRef> words(TextField field) throws IOException {
      if (tooWide) {
        return Set.of();
      }
      Set<BytesRef> different = new TreeSet<>();
      for (LeafReaderContext leaf : reader.leaves()) {
        Terms terms = leaf.reader().terms(field.label());
        if (terms == null) {
          continue;
        }
        TermsEnum dictionary = terms.iterator();
        TermsEnum.SeekStatus status = dictionary.seekCeil(letters);
        BytesRef term = status == TermsEnum.SeekStatus.END ? null : dictionary.term();
        while (term != null && StringHelper.startsWith(term, letters)) {
          different.add(BytesRef.deepCopyOf(term));
          words++;
          all++;
          if (isTooWide(different.size())) {
            return Set.of();
          }
          term = dictionary.next();
        }
      }
      return all > limits.expansions() ? Set.of() : different;
    }

    /** True, and said, where the words until now are more than the star may stand for. */
    private boolean isTooWide(int different) {
      String begin = " begin with “" + letters.utf8ToString() + "”";
      if (words > limits.expansions()) {
        refuse(limits.expansions() + " words to look up" + begin);
      } else if (different > most) {
        refuse(most + " words of one field" + begin + ", too many beside AROUND, NEAR and ADJ");
      } else {
        return false;
      }
      return true;
    }

    private void refuse(String what) {
      tooWide = true;
      anyTooWide = true;
      notices.refuse("More than " + what + ": add a letter.");
    }
  }
}
