package broadside.archive.search;

import broadside.archive.dkim.LaterVerdicts;
import broadside.archive.index.Columns;
import broadside.archive.index.Keys;
import broadside.archive.index.TextField;
import broadside.archive.index.WordScanner;
import broadside.archive.query.Field;
import broadside.archive.query.Notice;
import broadside.archive.query.Query;
import broadside.archive.query.QueryLimits;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.queries.intervals.IntervalQuery;
import org.apache.lucene.queries.intervals.Intervals;
import org.apache.lucene.queries.intervals.IntervalsSource;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.MultiPhraseQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.SynonymQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;
import org.apache.lucene.util.UnicodeUtil;
import org.apache.lucene.util.automaton.ByteRunAutomaton;

/** Makes one query of the language a query of Lucene, and collects what to highlight. */
final class Translation {
  /** What another form of a word counts beside the word itself. */
  private static final float OTHER_FORM = 0.25f;

  /** What the fields count beside the best one that matches. */
  private static final float OTHER_FIELDS = 0.1f;

  private static final org.apache.lucene.search.Query NONE = MatchNoDocsQuery.INSTANCE;

  private static final IntervalsSource NO_INTERVALS = Intervals.noIntervals("no such word");

  private final IndexReader reader;
  private final WordForms forms;
  private final KeyQueries keys;
  private final QueryLimits limits;
  private final WordScanner scanner = WordScanner.forQuery();
  private final Patterns patterns = new Patterns();
  private final List<Notice> notices = new ArrayList<>();
  private int expansions;

  /** Which thread keys belong to the value of {@code thread:}. */
  @FunctionalInterface
  interface Threads {
    Set<String> keys(String value) throws IOException;
  }

  /**
   * One word of a text.
   *
   * @param term its form
   * @param pair true for characters of a run that has no spaces
   * @param single true for one of these alone, which stands for every word that begins with it
   */
  private record Token(BytesRef term, boolean pair, boolean single) {

    /** True where a star behind it stands for more than the word itself. */
    boolean begins() {
      return !pair || single;
    }
  }

  Translation(
      IndexReader reader,
      WordForms forms,
      Threads threads,
      LaterVerdicts verdicts,
      QueryLimits limits) {
    this.reader = reader;
    this.forms = forms;
    this.keys = new KeyQueries(reader, threads, verdicts, notices);
    this.limits = limits;
  }

  Patterns patterns() {
    return patterns;
  }

  /** What only the index could tell. */
  List<Notice> notices() {
    return notices;
  }

  /** The query for Lucene; what stands under a negation is not highlighted. */
  org.apache.lucene.search.Query of(Query query) throws IOException {
    org.apache.lucene.search.Query translated = of(query, true);
    Leaves leaves = new Leaves();
    translated.visit(leaves);
    if (leaves.count > IndexSearcher.getMaxClauseCount()) {
      refuse(
          "This stands for more than "
              + IndexSearcher.getMaxClauseCount()
              + " words to look up: take fewer words.");
      return NONE;
    }
    return translated;
  }

  /** Counts what Lucene counts before it searches. */
  private static final class Leaves extends QueryVisitor {
    private int count;

    @Override
    public QueryVisitor getSubVisitor(Occur occur, org.apache.lucene.search.Query parent) {
      return this; // what is forbidden counts as well
    }

    @Override
    public void visitLeaf(org.apache.lucene.search.Query query) {
      count++;
    }

    @Override
    public void consumeTerms(org.apache.lucene.search.Query query, Term... terms) {
      count++;
    }

    @Override
    public void consumeTermsMatching(
        org.apache.lucene.search.Query query, String field, Supplier<ByteRunAutomaton> automaton) {
      count++;
    }
  }

  private org.apache.lucene.search.Query of(Query query, boolean shown) throws IOException {
    return switch (query) {
      case Query.And(List<Query> branches) -> and(branches, shown);
      case Query.Or(List<Query> branches) -> {
        BooleanQuery.Builder or = new BooleanQuery.Builder();
        for (Query branch : branches) {
          or.add(of(branch, shown), Occur.SHOULD);
        }
        yield or.build();
      }
      case Query.Not not -> and(List.of(not), shown);
      case Query.Text text -> text(text, shown);
      case Query.All all -> everyMail();
      case Query.Nothing nothing -> NONE;
      case Query.After(LocalDate day) -> dates(seconds(day), Long.MAX_VALUE);
      case Query.Before(LocalDate day) -> dates(Long.MIN_VALUE, seconds(day) - 1);
      case Query.During(LocalDate first, LocalDate last) ->
          dates(seconds(first), seconds(last.plusDays(1)) - 1);
      case Query.Larger(long bytes) ->
          bytes == Long.MAX_VALUE ? NONE : range(Columns.BYTES, bytes + 1, Long.MAX_VALUE);
      case Query.Smaller(long bytes) -> bytes == 0 ? NONE : range(Columns.BYTES, 0, bytes - 1);
      case Query.Numbers(long first, long last) -> range(Columns.NUMBER, first, last);
      case Query.Release(int number) -> KeyQueries.key(Keys.release(number));
      case Query.HasAttachment has -> KeyQueries.key(Keys.HAS_ATTACHMENT);
      case Query.Exact(Query.Property property, String value) -> keys.exact(property, value);
    };
  }

  private org.apache.lucene.search.Query and(List<Query> branches, boolean shown)
      throws IOException {
    BooleanQuery.Builder and = new BooleanQuery.Builder();
    boolean positive = false;
    for (Query branch : branches) {
      if (branch instanceof Query.Not(Query inner)) {
        and.add(of(inner, false), Occur.MUST_NOT);
      } else {
        positive = true;
        and.add(of(branch, shown), Patterns.ranks(branch) ? Occur.MUST : Occur.FILTER);
      }
    }
    if (!positive) {
      and.add(everyMail(), Occur.FILTER);
    }
    return and.build();
  }

  /** Every number but the withheld ones, which no text and no negation finds. */
  private org.apache.lucene.search.Query everyMail() throws IOException {
    Term withheld = new Term(Keys.FIELD, Keys.IS_WITHHELD);
    if (reader.docFreq(withheld) == 0) {
      return MatchAllDocsQuery.INSTANCE;
    }
    return new BooleanQuery.Builder()
        .add(MatchAllDocsQuery.INSTANCE, Occur.FILTER)
        .add(new TermQuery(withheld), Occur.MUST_NOT)
        .build();
  }

  private static org.apache.lucene.search.Query dates(long first, long last) {
    return range(Columns.DATE, first, last);
  }

  private static org.apache.lucene.search.Query range(String column, long first, long last) {
    return NumericDocValuesField.newSlowRangeQuery(column, first, last);
  }

  private static long seconds(LocalDate day) {
    return day.atStartOfDay().toEpochSecond(ZoneOffset.UTC);
  }

  private org.apache.lucene.search.Query text(Query.Text text, boolean shown) throws IOException {
    if (shown) {
      show(text);
    }
    return switch (text) {
      case Query.Word(Field field, String word) -> word(field, word);
      case Query.Phrase(Field field, String phrase) -> tokens(field, phrase, tokens(phrase), false);
      case Query.Prefix(Field field, String prefix) -> tokens(field, prefix, tokens(prefix), true);
      case Query.Near near -> near(near);
    };
  }

  /** Has the words of a text highlighted. */
  private void show(Query.Text text) throws IOException {
    switch (text) {
      case Query.Word(Field field, String word) -> {
        List<Token> tokens = tokens(word);
        if (isWord(tokens)) {
          Map<TextField, List<BytesRef>> held = forms.of(tokens.getFirst().term.utf8ToString());
          patterns.add(field, List.of(allForms(tokens.getFirst(), held)));
        } else {
          show(field, tokens, false);
        }
      }
      case Query.Phrase(Field field, String phrase) -> show(field, tokens(phrase), false);
      case Query.Prefix(Field field, String prefix) -> show(field, tokens(prefix), true);
      case Query.Near near -> {
        for (Query.Text operand : near.operands()) {
          show(operand);
        }
      }
    }
  }

  private void show(Field field, List<Token> tokens, boolean star) {
    if (tokens.isEmpty()) {
      return;
    }
    List<List<BytesRef>> words = tokens.stream().map(token -> List.of(token.term)).toList();
    if (isBeginning(tokens, star)) {
      patterns.add(field, words.subList(0, words.size() - 1), tokens.getLast().term);
    } else {
      patterns.add(field, words);
    }
  }

  /** True for one word that has other forms. */
  private static boolean isWord(List<Token> tokens) {
    return tokens.size() == 1 && !tokens.getFirst().single;
  }

  /** True where the last word stands for every one that begins with it. */
  private static boolean isBeginning(List<Token> tokens, boolean star) {
    return star
        ? tokens.size() == 1 || tokens.getLast().begins()
        : tokens.size() == 1 && tokens.getFirst().single;
  }

  private org.apache.lucene.search.Query word(Field field, String text) throws IOException {
    List<Token> tokens = tokens(text);
    if (!isWord(tokens)) {
      return tokens(field, text, tokens, false);
    }
    Map<TextField, List<BytesRef>> held = forms.of(tokens.getFirst().term.utf8ToString());
    List<org.apache.lucene.search.Query> queries = new ArrayList<>();
    for (Map.Entry<TextField, List<BytesRef>> entry : held.entrySet()) {
      if (covers(field, entry.getKey())) {
        queries.add(boosted(entry.getKey(), forms(entry.getKey(), text, entry.getValue())));
      }
    }
    return best(queries);
  }

  private static org.apache.lucene.search.Query forms(
      TextField field, String word, List<BytesRef> forms) {
    if (forms.size() == 1) {
      return new TermQuery(new Term(field.label(), forms.getFirst()));
    }
    BytesRef itself = new BytesRef(word);
    SynonymQuery.Builder any = new SynonymQuery.Builder(field.label());
    for (BytesRef form : forms) {
      any.addTerm(form, form.equals(itself) ? 1 : OTHER_FORM);
    }
    return any.build();
  }

  private static List<BytesRef> allForms(Token word, Map<TextField, List<BytesRef>> held) {
    List<BytesRef> all = new ArrayList<>();
    all.add(word.term);
    held.values().forEach(all::addAll);
    return all.stream().distinct().toList();
  }

  /**
   * The tokens side by side; a whole address is found as one key.
   *
   * @param star true where the last one is a beginning
   */
  private org.apache.lucene.search.Query tokens(
      Field field, String text, List<Token> tokens, boolean star) throws IOException {
    if (tokens.isEmpty()) {
      return NONE;
    }
    List<BytesRef> terms = tokens.stream().map(Token::term).toList();
    boolean beginning = isBeginning(tokens, star);
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
        Set<BytesRef> words = words(held, terms.getLast(), limits.expansions());
        if (!words.isEmpty()) {
          queries.add(
              terms.size() == 1
                  ? new PrefixQuery(new Term(held.label(), terms.getFirst()))
                  : boosted(held, sideBySide(held, terms.subList(0, terms.size() - 1), words)));
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
  private Set<BytesRef> words(TextField field, BytesRef prefix, int most) throws IOException {
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
          refuse("More than " + limit + " words begin with “" + begun + "”: add a letter.");
          return Set.of();
        }
        term = dictionary.next();
      }
    }
    return words;
  }

  private void refuse(String sentence) {
    Notice refusal = new Notice(Notice.Kind.REFUSED, 0, 0, sentence);
    if (!notices.contains(refusal)) {
      notices.add(refusal);
    }
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
      case Query.Prefix(Field any, String text) -> sequence(field, tokens(text), true);
      case Query.Phrase(Field any, String text) -> sequence(field, tokens(text), false);
      case Query.Word(Field any, String text) -> {
        List<Token> tokens = tokens(text);
        if (!isWord(tokens)) {
          yield sequence(field, tokens, false);
        }
        List<BytesRef> held =
            forms.of(tokens.getFirst().term.utf8ToString()).getOrDefault(field, List.of());
        if (held.isEmpty()) {
          yield NO_INTERVALS;
        }
        yield Intervals.or(held.stream().map(Intervals::term).toArray(IntervalsSource[]::new));
      }
      case Query.Near near -> throw new IllegalArgumentException("near within near");
    };
  }

  private IntervalsSource sequence(TextField field, List<Token> tokens, boolean star)
      throws IOException {
    if (tokens.isEmpty()) {
      return NO_INTERVALS;
    }
    List<IntervalsSource> sources = new ArrayList<>();
    tokens.forEach(token -> sources.add(Intervals.term(token.term)));
    if (isBeginning(tokens, star)) {
      BytesRef prefix = tokens.getLast().term;
      int most = Math.min(limits.expansions(), IndexSearcher.getMaxClauseCount());
      if (words(field, prefix, most).isEmpty()) {
        return NO_INTERVALS;
      }
      sources.set(sources.size() - 1, Intervals.prefix(prefix, most));
    }
    return Intervals.phrase(sources.toArray(IntervalsSource[]::new));
  }

  private List<Token> tokens(String text) {
    List<Token> tokens = new ArrayList<>();
    scanner.reset(text);
    while (scanner.next()) {
      BytesRef term = BytesRef.deepCopyOf(scanner.term());
      boolean single = scanner.pair() && UnicodeUtil.codePointCount(term) == 1;
      tokens.add(new Token(term, scanner.pair(), single));
    }
    return tokens;
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
