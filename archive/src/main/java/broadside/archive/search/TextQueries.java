package broadside.archive.search;

import broadside.archive.index.Keys;
import broadside.archive.index.TextField;
import broadside.archive.index.WordScanner;
import broadside.archive.query.Field;
import broadside.archive.query.Query;
import broadside.archive.query.QueryLimits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.queries.intervals.IntervalQuery;
import org.apache.lucene.queries.intervals.Intervals;
import org.apache.lucene.queries.intervals.IntervalsSource;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.MultiPhraseQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.SynonymQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;

/**
 * Queries for texts: words in their forms, phrases, beginnings, words near each other. One query at
 * a time; not for several threads.
 */
final class TextQueries {
  /** What another form of a word counts beside the word itself. */
  private static final float OTHER_FORM = 0.25f;

  /** What the fields count beside the best one that matches. */
  private static final float OTHER_FIELDS = 0.1f;

  private static final org.apache.lucene.search.Query NONE = MatchNoDocsQuery.INSTANCE;

  private static final IntervalsSource NO_INTERVALS = Intervals.noIntervals("no such word");

  private final IndexReader reader;
  private final WordForms forms;
  private final QueryLimits limits;
  private final IndexNotices notices;
  private final WordScanner scanner = WordScanner.forQuery();
  private int expansions;

  TextQueries(IndexReader reader, WordForms forms, QueryLimits limits, IndexNotices notices) {
    this.reader = reader;
    this.forms = forms;
    this.limits = limits;
    this.notices = notices;
  }

  /** What finds a text. */
  org.apache.lucene.search.Query of(Query.Text text) throws IOException {
    return switch (text) {
      case Query.Word(Field field, String word) -> word(field, word);
      case Query.Phrase(Field field, String phrase) -> words(field, phrase, words(phrase), false);
      case Query.Prefix(Field field, String prefix) -> words(field, prefix, words(prefix), true);
      case Query.Near near -> near(near);
    };
  }

  private org.apache.lucene.search.Query word(Field field, String text) throws IOException {
    QueryWords words = words(text);
    if (!words.isWord()) {
      return words(field, text, words, false);
    }
    BytesRef itself = words.first();
    Map<TextField, List<BytesRef>> held = forms.of(itself.utf8ToString());
    List<org.apache.lucene.search.Query> queries = new ArrayList<>();
    for (Map.Entry<TextField, List<BytesRef>> entry : held.entrySet()) {
      if (covers(field, entry.getKey())) {
        queries.add(boosted(entry.getKey(), forms(entry.getKey(), itself, entry.getValue())));
      }
    }
    return best(queries);
  }

  private static org.apache.lucene.search.Query forms(
      TextField field, BytesRef itself, List<BytesRef> forms) {
    if (forms.size() == 1) {
      return new TermQuery(new Term(field.label(), forms.getFirst()));
    }
    SynonymQuery.Builder any = new SynonymQuery.Builder(field.label());
    for (BytesRef form : forms) {
      any.addTerm(form, form.equals(itself) ? 1 : OTHER_FORM);
    }
    return any.build();
  }

  /**
   * The words side by side; a whole address is found as one key.
   *
   * @param star true where the last one is a beginning
   */
  private org.apache.lucene.search.Query words(
      Field field, String text, QueryWords words, boolean star) throws IOException {
    if (words.isEmpty()) {
      return NONE;
    }
    List<BytesRef> terms = words.terms();
    boolean beginning = words.isBeginning(star);
    boolean address = !star && isAddress(text);
    List<org.apache.lucene.search.Query> queries = new ArrayList<>();
    for (TextField held : TextField.values()) {
      if (!covers(field, held)) {
        continue;
      }
      if (address && isPeople(held)) {
        queries.add(KeyQueries.key(Keys.address(held, text)));
      } else if (!beginning) {
        queries.add(boosted(held, sideBySide(held, terms)));
      } else {
        Set<BytesRef> last = beginning(held, terms.getLast(), limits.expansions());
        if (!last.isEmpty()) {
          queries.add(
              terms.size() == 1
                  ? new PrefixQuery(new Term(held.label(), terms.getFirst()))
                  : boosted(held, sideBySide(held, terms.subList(0, terms.size() - 1), last)));
        }
      }
    }
    return best(queries);
  }

  private static org.apache.lucene.search.Query sideBySide(TextField field, List<BytesRef> terms) {
    return terms.size() == 1
        ? new TermQuery(new Term(field.label(), terms.getFirst()))
        : new PhraseQuery(field.label(), terms.toArray(new BytesRef[0]));
  }

  private static org.apache.lucene.search.Query sideBySide(
      TextField field, List<BytesRef> terms, Set<BytesRef> last) {
    MultiPhraseQuery.Builder phrase = new MultiPhraseQuery.Builder();
    for (BytesRef term : terms) {
      phrase.add(new Term(field.label(), term));
    }
    phrase.add(last.stream().map(word -> new Term(field.label(), word)).toArray(Term[]::new));
    return phrase.build();
  }

  /**
   * The field's words that begin so; none, and a refusal, where there are too many.
   *
   * @param most words of one beginning; those of all beginnings together have a limit too
   */
  private Set<BytesRef> beginning(TextField field, BytesRef prefix, int most) throws IOException {
    Set<BytesRef> words = new TreeSet<>();
    for (LeafReaderContext leaf : reader.leaves()) {
      Terms terms = leaf.reader().terms(field.label());
      if (terms == null) {
        continue;
      }
      TermsEnum dictionary = terms.iterator();
      TermsEnum.SeekStatus status = dictionary.seekCeil(prefix);
      BytesRef term = status == TermsEnum.SeekStatus.END ? null : dictionary.term();
      while (term != null && StringHelper.startsWith(term, prefix)) {
        words.add(BytesRef.deepCopyOf(term));
        expansions++;
        if (words.size() > most || expansions > limits.expansions()) {
          String begun = prefix.utf8ToString();
          int limit = words.size() > most ? most : limits.expansions();
          notices.refuse("More than " + limit + " words begin with “" + begun + "”: add a letter.");
          return Set.of();
        }
        term = dictionary.next();
      }
    }
    return words;
  }

  private org.apache.lucene.search.Query near(Query.Near near) throws IOException {
    List<org.apache.lucene.search.Query> queries = new ArrayList<>();
    for (TextField field : TextField.values()) {
      if (covers(near.field(), field)) {
        List<IntervalsSource> sources = new ArrayList<>();
        for (Query.Text operand : near.operands()) {
          sources.add(source(field, operand));
        }
        if (sources.contains(NO_INTERVALS)) {
          continue;
        }
        IntervalsSource[] all = sources.toArray(new IntervalsSource[0]);
        IntervalsSource together =
            near.ordered() ? Intervals.ordered(all) : Intervals.unordered(all);
        int gaps = near.distance() * (all.length - 1);
        queries.add(
            boosted(field, new IntervalQuery(field.label(), Intervals.maxgaps(gaps, together))));
      }
    }
    return best(queries);
  }

  private IntervalsSource source(TextField field, Query.Text operand) throws IOException {
    return switch (operand) {
      case Query.Prefix(Field any, String text) -> sequence(field, words(text), true);
      case Query.Phrase(Field any, String text) -> sequence(field, words(text), false);
      case Query.Word(Field any, String text) -> {
        QueryWords words = words(text);
        if (!words.isWord()) {
          yield sequence(field, words, false);
        }
        List<BytesRef> held = forms.of(words.first().utf8ToString()).getOrDefault(field, List.of());
        if (held.isEmpty()) {
          yield NO_INTERVALS;
        }
        yield Intervals.or(held.stream().map(Intervals::term).toArray(IntervalsSource[]::new));
      }
      case Query.Near near -> throw new IllegalArgumentException("near within near");
    };
  }

  private IntervalsSource sequence(TextField field, QueryWords words, boolean star)
      throws IOException {
    if (words.isEmpty()) {
      return NO_INTERVALS;
    }
    List<IntervalsSource> sources = new ArrayList<>();
    List<BytesRef> terms = words.terms();
    terms.forEach(term -> sources.add(Intervals.term(term)));
    if (words.isBeginning(star)) {
      BytesRef prefix = terms.getLast();
      int most = Math.min(limits.expansions(), IndexSearcher.getMaxClauseCount());
      if (beginning(field, prefix, most).isEmpty()) {
        return NO_INTERVALS;
      }
      sources.set(sources.size() - 1, Intervals.prefix(prefix, most));
    }
    return Intervals.phrase(sources.toArray(IntervalsSource[]::new));
  }

  private QueryWords words(String text) {
    return QueryWords.of(text, scanner);
  }

  private static org.apache.lucene.search.Query best(List<org.apache.lucene.search.Query> queries) {
    return switch (queries.size()) {
      case 0 -> NONE;
      case 1 -> queries.getFirst();
      default -> new DisjunctionMaxQuery(queries, OTHER_FIELDS);
    };
  }

  private static org.apache.lucene.search.Query boosted(
      TextField field, org.apache.lucene.search.Query query) {
    float boost =
        switch (field) {
          case SUBJECT -> 2;
          case FROM -> 1.5f;
          case BODY -> 1;
          case TO, CC, BCC, FILE -> 0.7f;
          case QUOTED -> 0.4f;
        };
    return boost == 1 ? query : new BoostQuery(query, boost);
  }

  private static boolean isAddress(String text) {
    int at = text.indexOf('@');
    return at > 0 && at == text.lastIndexOf('@') && text.indexOf('.', at) > 0;
  }

  private static boolean isPeople(TextField field) {
    return switch (field) {
      case FROM, TO, CC, BCC -> true;
      case SUBJECT, BODY, QUOTED, FILE -> false;
    };
  }

  private static boolean covers(Field asked, TextField held) {
    return switch (asked) {
      case ANY -> true;
      case SUBJECT -> held == TextField.SUBJECT;
      case BODY -> held == TextField.BODY || held == TextField.QUOTED;
      case UNQUOTED -> held == TextField.BODY;
      case QUOTED -> held == TextField.QUOTED;
      case FROM -> held == TextField.FROM;
      case TO -> held == TextField.TO;
      case CC -> held == TextField.CC;
      case BCC -> held == TextField.BCC;
      case RECIPIENT -> held == TextField.TO || held == TextField.CC;
      case PERSON -> isPeople(held);
      case FILENAME -> held == TextField.FILE;
    };
  }
}
