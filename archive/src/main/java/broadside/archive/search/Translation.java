package broadside.archive.search;

import broadside.archive.dkim.LaterVerdicts;
import broadside.archive.index.Columns;
import broadside.archive.index.Keys;
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
import java.util.Set;
import java.util.function.Supplier;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.automaton.ByteRunAutomaton;

/** Makes one query of the language a query of Lucene, and collects what to highlight. */
final class Translation {
  private static final org.apache.lucene.search.Query NONE = MatchNoDocsQuery.INSTANCE;

  private final IndexReader reader;
  private final WordForms forms;
  private final KeyQueries keys;
  private final Beginnings beginnings;
  private final TextQueries texts;
  private final WordScanner scanner = WordScanner.forQuery();
  private final Patterns patterns = new Patterns();
  private final IndexNotices notices = new IndexNotices();

  /** Which thread keys belong to the value of {@code thread:}. */
  @FunctionalInterface
  interface Threads {
    Set<String> keys(String value) throws IOException;
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
    this.beginnings = new Beginnings(reader, limits, notices);
    this.texts = new TextQueries(forms, beginnings);
  }

  Patterns patterns() {
    return patterns;
  }

  /** What only the index could tell. */
  List<Notice> notices() {
    return notices.all();
  }

  /** The query for Lucene; what stands under a negation is not highlighted. */
  org.apache.lucene.search.Query of(Query query) throws IOException {
    org.apache.lucene.search.Query translated = of(query, true);
    beginnings.judge();
    Leaves leaves = new Leaves();
    translated.visit(leaves);
    if (leaves.count > IndexSearcher.getMaxClauseCount()) {
      notices.refuse(
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
      case Query.Text text -> {
        if (shown) {
          show(text);
        }
        yield texts.of(text);
      }
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

  /** Has the words of a text highlighted. */
  private void show(Query.Text text) throws IOException {
    switch (text) {
      case Query.Word(Field field, String word) -> {
        QueryWords words = QueryWords.of(word, scanner);
        if (words.isWord()) {
          patterns.add(field, List.of(allForms(words.first())));
        } else {
          show(field, words, false);
        }
      }
      case Query.Phrase(Field field, String phrase) ->
          show(field, QueryWords.of(phrase, scanner), false);
      case Query.Prefix(Field field, String prefix) ->
          show(field, QueryWords.of(prefix, scanner), true);
      case Query.Near near -> {
        for (Query.Text operand : near.operands()) {
          show(operand);
        }
      }
    }
  }

  private void show(Field field, QueryWords words, boolean star) {
    if (words.isEmpty()) {
      return;
    }
    List<List<BytesRef>> terms = words.terms().stream().map(List::of).toList();
    if (words.isBeginning(star)) {
      patterns.add(field, terms.subList(0, terms.size() - 1), terms.getLast().getFirst());
    } else {
      patterns.add(field, terms);
    }
  }

  private List<BytesRef> allForms(BytesRef word) throws IOException {
    List<BytesRef> all = new ArrayList<>();
    all.add(word);
    forms.of(word.utf8ToString()).values().forEach(all::addAll);
    return all.stream().distinct().toList();
  }
}
