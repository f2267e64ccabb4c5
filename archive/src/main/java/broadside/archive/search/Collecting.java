package broadside.archive.search;

import broadside.archive.index.Columns;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.search.TopScoreDocCollectorManager;
import org.apache.lucene.search.TotalHits;
import org.jspecify.annotations.Nullable;

/**
 * Collects the documents of one page and folds copies.
 *
 * <p>By date, copies are neighbours: the order is date, copy key, number. By relevance copies have
 * the same score, and the whole list is collected anew from its beginning for every page, which is
 * why it has an end.
 */
final class Collecting {
  private final IndexSearcher searcher;
  private final Query query;
  private final SearchLimits limits;
  private final int wanted;

  /** A document with what folding and cursors need. */
  private record Row(int document, long date, long copy, long number) {}

  Collecting(IndexSearcher searcher, Query query, SearchLimits limits, int wanted) {
    this.searcher = searcher;
    this.query = query;
    this.limits = limits;
    this.wanted = wanted;
  }

  /** The page at the cursor; the first one where the cursor is of another order. */
  Found page(Order order, @Nullable Cursor cursor) throws IOException {
    int documents = searcher.getIndexReader().maxDoc();
    if (documents == 0) {
      return new Found(List.of(), 0, true, null);
    }
    return switch (order) {
      case RELEVANCE -> ranked(cursor instanceof Cursor.Skip(int hits) ? hits : 0);
      case NEWEST, OLDEST ->
          dated(order, cursor instanceof Cursor.After a && a.order() == order ? a : null);
    };
  }

  private Found dated(Order order, Cursor.@Nullable After cursor) throws IOException {
    Cursor.After after = cursor;
    Map<Long, List<Row>> groups = new LinkedHashMap<>();
    long count = 0;
    boolean exact = true;
    boolean first = true;
    Row last = null;
    while (true) {
      int batch = wanted * 2;
      TopDocs top =
          searcher.search(query, byDate(order, batch, after, first ? limits.counted() : 1));
      if (first) {
        count = top.totalHits.value();
        exact = top.totalHits.relation() == TotalHits.Relation.EQUAL_TO;
        first = false;
      }
      for (ScoreDoc hit : top.scoreDocs) {
        Row row = row((FieldDoc) hit);
        if (groups.size() == wanted && !groups.containsKey(row.copy) && last != null) {
          return new Found(folded(groups), count, exact, after(order, last));
        }
        groups.computeIfAbsent(row.copy, copy -> new ArrayList<>()).add(row);
        last = row;
      }
      if (last == null || top.scoreDocs.length < batch || searcher.timedOut()) {
        boolean more = searcher.timedOut();
        return new Found(
            folded(groups), count, exact, more && last != null ? after(order, last) : null);
      }
      after = after(order, last);
    }
  }

  private static Cursor.After after(Order order, Row last) {
    return new Cursor.After(order, last.date, last.copy, last.number);
  }

  private TopFieldCollectorManager byDate(
      Order order, int batch, Cursor.@Nullable After after, int counted) {
    boolean newest = order == Order.NEWEST;
    SortField date =
        new SortField(
            Columns.DATE, SortField.Type.LONG, newest, newest ? Long.MIN_VALUE : Long.MAX_VALUE);
    Sort sort =
        new Sort(
            date,
            new SortField(Columns.COPY, SortField.Type.LONG),
            new SortField(Columns.NUMBER, SortField.Type.LONG));
    FieldDoc from = null;
    if (after != null) {
      Object[] values = {after.date(), after.copy(), after.number()};
      from = new FieldDoc(searcher.getIndexReader().maxDoc() - 1, Float.NaN, values);
    }
    return new TopFieldCollectorManager(sort, batch, from, counted);
  }

  private static Row row(FieldDoc hit) {
    Object[] values = hit.fields;
    return new Row(hit.doc, (Long) values[0], (Long) values[1], (Long) values[2]);
  }

  private Found ranked(int skip) throws IOException {
    int start = Math.min(skip, limits.ranked());
    int end = Math.min(start + wanted, limits.ranked());
    int batch = end + wanted;
    while (true) {
      TopDocs top =
          searcher.search(query, new TopScoreDocCollectorManager(batch, null, limits.counted()));
      Map<Long, List<Row>> groups = new LinkedHashMap<>();
      for (Row row : rows(top.scoreDocs)) {
        groups.computeIfAbsent(row.copy, copy -> new ArrayList<>()).add(row);
      }
      boolean all = top.scoreDocs.length < batch || searcher.timedOut();
      if (groups.size() > end || all) {
        List<Found.Group> folded = folded(groups);
        boolean more = folded.size() > end && end < limits.ranked();
        int from = Math.min(start, folded.size());
        return new Found(
            folded.subList(from, Math.min(end, folded.size())),
            top.totalHits.value(),
            top.totalHits.relation() == TotalHits.Relation.EQUAL_TO,
            more ? new Cursor.Skip(end) : null);
      }
      batch *= 2;
    }
  }

  /** Copy keys and numbers of ranked hits, in their order. */
  private List<Row> rows(ScoreDoc[] hits) throws IOException {
    List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
    Integer[] rising = new Integer[hits.length];
    Arrays.setAll(rising, i -> i);
    Arrays.sort(rising, Comparator.comparingInt(i -> hits[i].doc));
    Row[] rows = new Row[hits.length];
    NumericDocValues copies = DocValues.emptyNumeric();
    NumericDocValues numbers = copies;
    int base = 0;
    int end = 0;
    for (int i : rising) {
      int document = hits[i].doc;
      if (document >= end) {
        LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(document, leaves));
        base = leaf.docBase;
        end = base + leaf.reader().maxDoc();
        copies = DocValues.getNumeric(leaf.reader(), Columns.COPY);
        numbers = DocValues.getNumeric(leaf.reader(), Columns.NUMBER);
      }
      rows[i] =
          new Row(document, 0, value(copies, document - base), value(numbers, document - base));
    }
    return List.of(rows);
  }

  private static long value(NumericDocValues values, int document) throws IOException {
    return values.advanceExact(document) ? values.longValue() : 0;
  }

  private static List<Found.Group> folded(Map<Long, List<Row>> groups) {
    List<Found.Group> folded = new ArrayList<>();
    for (List<Row> rows : groups.values()) {
      List<Long> copies = new ArrayList<>();
      for (Row row : rows.subList(1, rows.size())) {
        copies.add(row.number);
      }
      Collections.sort(copies);
      folded.add(new Found.Group(rows.getFirst().document, copies));
    }
    return folded;
  }
}
