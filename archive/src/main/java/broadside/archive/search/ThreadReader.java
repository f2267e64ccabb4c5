package broadside.archive.search;

import broadside.archive.index.CardReader;
import broadside.archive.index.Columns;
import broadside.archive.index.Keys;
import broadside.archive.index.MailCard;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;

/**
 * Finds the mails of a thread. Cards are read of those that are shown alone, since a card has many
 * columns and a thread may have thousands of mails.
 */
final class ThreadReader {
  private static final Comparator<Place> BY_DATE =
      Comparator.comparingLong(Place::date).thenComparingLong(Place::number);

  private static final Comparator<Place> BY_DOCUMENT =
      Comparator.<Place>comparingInt(place -> place.leaf.ord).thenComparingInt(Place::document);

  private final IndexReader reader;

  /** A mail of the thread; an undated one is the last of all. */
  private record Place(LeafReaderContext leaf, int document, long date, long number) {}

  ThreadReader(IndexReader reader) {
    this.reader = reader;
  }

  /** The mails with any of these thread keys, by date, undated last; at most {@code most}. */
  List<MailCard> all(Collection<String> keys, int most) throws IOException {
    return cards(places(keys, most));
  }

  /** Of these mails the one with this number and up to {@code each} on both sides. */
  Neighbours near(Collection<String> keys, int most, long number, int each) throws IOException {
    List<Place> places = places(keys, most);
    if (places.size() <= 1) {
      return new Neighbours(places.size(), List.of()); // alone in its thread: no card is read
    }
    int at = 0;
    while (at < places.size() && places.get(at).number != number) {
      at++;
    }
    int from = Math.clamp((long) at - each, 0, places.size());
    int to = Math.clamp((long) at + each + 1, 0, places.size());
    return new Neighbours(places.size(), cards(places.subList(from, to)));
  }

  private List<Place> places(Collection<String> keys, int most) throws IOException {
    List<Place> places = new ArrayList<>();
    for (LeafReaderContext leaf : reader.leaves()) {
      for (String key : keys) {
        Term term = new Term(Keys.FIELD, Keys.thread(key));
        PostingsEnum documents = leaf.reader().postings(term, PostingsEnum.NONE);
        if (documents != null) {
          add(places, leaf, documents, most);
        }
      }
    }
    places.sort(BY_DATE);
    return places;
  }

  private static void add(
      List<Place> places, LeafReaderContext leaf, PostingsEnum documents, int most)
      throws IOException {
    LeafReader segment = leaf.reader();
    Bits live = segment.getLiveDocs();
    NumericDocValues dates = DocValues.getNumeric(segment, Columns.DATE);
    NumericDocValues numbers = DocValues.getNumeric(segment, Columns.NUMBER);
    while (documents.nextDoc() != DocIdSetIterator.NO_MORE_DOCS && places.size() < most) {
      int document = documents.docID();
      if (live != null && !live.get(document)) {
        continue;
      }
      long date = dates.advanceExact(document) ? dates.longValue() : Long.MAX_VALUE;
      long number = numbers.advanceExact(document) ? numbers.longValue() : 0;
      places.add(new Place(leaf, document, date, number));
    }
  }

  /** The cards in the order of their places; each segment is read forwards. */
  private static List<MailCard> cards(List<Place> places) throws IOException {
    Integer[] rising = new Integer[places.size()];
    Arrays.setAll(rising, i -> i);
    Arrays.sort(rising, Comparator.comparing(places::get, BY_DOCUMENT));
    MailCard[] cards = new MailCard[rising.length];
    LeafReaderContext leaf = null;
    CardReader reader = null;
    for (int i : rising) {
      Place place = places.get(i);
      if (reader == null || place.leaf != leaf) {
        leaf = place.leaf;
        reader = new CardReader(leaf.reader());
      }
      cards[i] = reader.card(place.document);
    }
    return List.of(cards);
  }
}
