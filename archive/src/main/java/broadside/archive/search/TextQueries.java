package broadside.archive.search;

import broadside.archive.index.Keys;
import broadside.archive.index.TextField;
import broadside.archive.index.WordScanner;
import broadside.archive.query.Field;
import broadside.archive.query.Query;
import broadside.archive.search.Beginnings.Star;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.Term;
import org.apache.lucene.queries.intervals.IntervalQuery;
import org.apache.lucene.queries.intervals.Intervals;
import org.apache.lucene.queries.intervals.IntervalsSource;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.MultiPhraseQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.SynonymQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

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

  private final WordForms forms;
  private final Beginnings beginnings;
  private final WordScanner scanner = WordScanner.forQuery();

  TextQueries(WordForms forms, Beginnings beginnings) {
    this.forms = forms;
    this.beginnings = beginnings;
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
    Star beginning = words.isBeginning(star) ? beginnings.star(terms.getLast()) : null;
    boolean address = !star && isAddress(text);
    List<org.apache.lucene.search.Query> queries = new ArrayList<>();
    for (TextField held : TextField.values()) {
      if (!covers(field, held)) {
        continue;
      }
      if (address && isPeople(held)) {
        queries.add(KeyQueries.key(Keys.address(held, text)));
      } else if (beginning == null) {
        queries.add(boosted(held, sideBySide(held, terms)));
      } else {
        Set<BytesRef> last = beginning.words(held);
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

  private org.apache.lucene.search.Query near(Query.Near near) throws IOException {
    List<Operand> operands = near.operands().stream().map(this::operand).toList();
    List<org.apache.lucene.search.Query> queries = new ArrayList<>();
    for (TextField field : TextField.values()) {
      if (covers(near.field(), field)) {
        List<IntervalsSource> sources = new ArrayList<>();
        for (Operand operand : operands) {
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

  /**
   * A text beside NEAR.
   *
   * @param forms true for one word in any of its forms
   * @param star behind the last of the words, or null
   */
  private record Operand(QueryWords words, boolean forms, @Nullable Star star) {}

  private Operand operand(Query.Text text) {
    return switch (text) {
      case Query.Prefix(Field any, String prefix) -> sequence(words(prefix), true);
      case Query.Phrase(Field any, String phrase) -> sequence(words(phrase), false);
      case Query.Word(Field any, String word) -> {
        QueryWords words = words(word);
        yield words.isWord() ? new Operand(words, true, null) : sequence(words, false);
      }
      case Query.Near near -> throw new IllegalArgumentException("near within near");
    };
  }

  private Operand sequence(QueryWords words, boolean star) {
    boolean beginning = !words.isEmpty() && words.isBeginning(star);
    return new Operand(words, false, beginning ? beginnings.near(words.terms().getLast()) : null);
  }

  private IntervalsSource source(TextField field, Operand operand) throws IOException {
    QueryWords words = operand.words();
    if (words.isEmpty()) {
      return NO_INTERVALS;
    }
    if (operand.forms()) {
      List<BytesRef> held = forms.of(words.first().utf8ToString()).getOrDefault(field, List.of());
      return held.isEmpty()
          ? NO_INTERVALS
          : Intervals.or(held.stream().map(Intervals::term).toArray(IntervalsSource[]::new));
    }
    List<IntervalsSource> sources = new ArrayList<>();
    words.terms().forEach(term -> sources.add(Intervals.term(term)));
    Star star = operand.star();
    if (star != null) {
      if (star.words(field).isEmpty()) {
        return NO_INTERVALS;
      }
      sources.set(sources.size() - 1, Intervals.prefix(star.letters(), star.most()));
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
