package broadside.archive.search;

import broadside.archive.dkim.LaterVerdicts;
import broadside.archive.index.Columns;
import broadside.archive.index.Keys;
import broadside.archive.language.LanguageDetector;
import broadside.archive.query.DkimValues;
import broadside.archive.query.Languages;
import broadside.archive.query.Query.Property;
import broadside.archive.search.Translation.Threads;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;

/**
 * Queries for what is found whole, by its key.
 *
 * @param notices where it is said what the index cannot answer
 */
record KeyQueries(
    IndexReader reader, Threads threads, LaterVerdicts verdicts, IndexNotices notices) {

  private static Query state(String value) {
    return switch (value) {
      case "redacted" -> key(Keys.IS_REDACTED);
      case "withdrawn" -> key(Keys.IS_WITHDRAWN);
      default ->
          new BooleanQuery.Builder()
              .add(key(Keys.IS_WITHHELD), Occur.FILTER)
              .add(key(Keys.IS_WITHDRAWN), Occur.MUST_NOT)
              .build();
    };
  }

  /** What has this property. */
  Query exact(Property property, String value) throws IOException {
    return switch (property) {
      case LIST -> key(Keys.list(value));
      case MESSAGE_ID -> key(Keys.messageId(value));
      case DOMAIN -> key(Keys.domain(value));
      case FILETYPE -> key(Keys.fileType(value));
      case STATE -> state(value);
      case LANGUAGE -> language(value);
      case DKIM -> dkim(value);
      case THREAD -> {
        List<BytesRef> keys = new ArrayList<>(); // more than a query may have clauses
        for (String thread : threads.keys(value)) {
          keys.add(new BytesRef(Keys.thread(thread)));
        }
        yield keys.isEmpty() ? MatchNoDocsQuery.INSTANCE : new TermInSetQuery(Keys.FIELD, keys);
      }
    };
  }

  private Query language(String value) throws IOException {
    Set<String> codes =
        value.equals(Languages.UNKNOWN) ? Set.of(value) : LanguageDetector.codes(value);
    if (codes.isEmpty()) {
      notices.unavailable(
          Languages.name(value) + " is not among the languages that are told apart here.");
    } else if (!toldEverywhere()) {
      notices.unavailable(
          "Some releases were indexed by an older version, which did not tell languages.");
    }
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    for (String code : codes) {
      any.add(key(Keys.language(code)), Occur.SHOULD);
    }
    return any.build();
  }

  private Query dkim(String value) throws IOException {
    if (verdicts.isEmpty() && !told(Keys.DKIM)) {
      notices.unavailable("Nobody has looked at the signatures of the mails in this publication.");
    }
    if (!value.equals(DkimValues.FAIL)) {
      return verdict(Keys.dkim(value));
    }
    return new BooleanQuery.Builder()
        .add(verdict(Keys.dkim("fail-body")), Occur.SHOULD)
        .add(verdict(Keys.dkim("fail-signature")), Occur.SHOULD)
        .build();
  }

  /** What a list of verdicts says of a number counts in the place of what its index says. */
  private Query verdict(String key) {
    if (verdicts.isEmpty()) {
      return key(key);
    }
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    any.add(without(key(key), numbers(verdicts.numbers())), Occur.SHOULD);
    any.add(without(numbers(verdicts.numbers(key)), key(Keys.IS_WITHHELD)), Occur.SHOULD);
    return any.build();
  }

  private static Query numbers(long[] numbers) {
    return numbers.length == 0
        ? MatchNoDocsQuery.INSTANCE
        : NumericDocValuesField.newSlowSetQuery(Columns.NUMBER, numbers);
  }

  private static Query without(Query some, Query others) {
    return new BooleanQuery.Builder().add(some, Occur.FILTER).add(others, Occur.MUST_NOT).build();
  }

  /** True where any mail has a key that begins so. */
  private boolean told(String prefix) throws IOException {
    BytesRef first = new BytesRef(prefix);
    for (LeafReaderContext leaf : reader.leaves()) {
      Terms keys = leaf.reader().terms(Keys.FIELD);
      TermsEnum dictionary = keys == null ? null : keys.iterator();
      if (dictionary != null
          && dictionary.seekCeil(first) != TermsEnum.SeekStatus.END
          && StringHelper.startsWith(dictionary.term(), first)) {
        return true;
      }
    }
    return false;
  }

  /** True where every mail has the key of a language. */
  private boolean toldEverywhere() throws IOException {
    long told = 0;
    for (LeafReaderContext leaf : reader.leaves()) {
      Terms keys = leaf.reader().terms(Keys.FIELD);
      if (keys != null) {
        TermsEnum dictionary = keys.iterator();
        BytesRef prefix = new BytesRef(Keys.LANGUAGE);
        boolean more = dictionary.seekCeil(prefix) != TermsEnum.SeekStatus.END;
        while (more && StringHelper.startsWith(dictionary.term(), prefix)) {
          told += dictionary.docFreq();
          more = dictionary.next() != null;
        }
      }
    }
    Term withheld = new Term(Keys.FIELD, Keys.IS_WITHHELD);
    return told == reader.maxDoc() - reader.docFreq(withheld);
  }

  /** What has this key. */
  static Query key(String key) {
    return new TermQuery(new Term(Keys.FIELD, key));
  }
}
