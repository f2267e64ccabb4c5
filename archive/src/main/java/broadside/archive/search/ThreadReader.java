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
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;

/**
 * Finds the mails of a thread, and those of one Message-ID. Dates are read of all, since only they
 * say which come first; cards of those that are shown alone, since a card has many columns and a
 * thread may have thousands of mails.
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

  /**
   * The mails with any of these thread keys, by date, undated last; of more than {@code most} the
   * first.
   */
  List<MailCard> all(Collection<String> keys, int most) throws IOException {
    Nearest first = new Nearest(BY_DATE, most);
    forEach(found(threads(keys)), first::add);
    return cards(first.places());
  }

  /**
   * The mails with a Message-ID, by date, undated last; of more than {@code most} the first, and
   * none where there is but one.
   */
  List<MailCard> sharing(String messageId, int most) throws IOException {
    List<Found> found = found(List.of(Keys.messageId(messageId)));
    if (count(found) <= 1) {
      return List.of(); // alone: no column is read
    }
    Nearest first = new Nearest(BY_DATE, most);
    forEach(found, first::add);
    List<Place> places = first.places();
    return places.size() <= 1 ? List.of() : cards(places); // alone: no card is read
  }

  /** Of these mails the one with this number and up to {@code each} on both sides. */
  Neighbours near(Collection<String> keys, long number, int each) throws IOException {
    List<Found> threads = found(threads(keys));
    int most = count(threads);
    if (most <= 1) {
      return new Neighbours(most, List.of()); // alone in its thread: no column is read
    }
    Place[] here = new Place[1];
    int[] total = new int[1];
    forEach(
        threads,
        place -> {
          total[0]++;
          if (place.number == number) {
            here[0] = place;
          }
        });
    Place own = here[0];
    if (own == null || total[0] == 1) {
      return new Neighbours(total[0], List.of()); // alone in its thread: no card is read
    }
    Nearest before = new Nearest(BY_DATE.reversed(), each);
    Nearest after = new Nearest(BY_DATE, each);
    forEach(
        threads,
        place -> {
          int order = BY_DATE.compare(place, own);
          if (order != 0) {
            (order < 0 ? before : after).add(place);
          }
        });
    List<Place> places = new ArrayList<>(before.places().reversed());
    places.add(own);
    places.addAll(after.places());
    return new Neighbours(total[0], cards(places));
  }

  /** The first places of all that are added, in an order; no more are held than are asked for. */
  private static final class Nearest {
    private final Comparator<Place> order;
    private final int most;
    private final PriorityQueue<Place> last;

    Nearest(Comparator<Place> order, int most) {
      this.order = order;
      this.most = most;
      this.last = new PriorityQueue<>(order.reversed());
    }

    void add(Place place) {
      last.add(place);
      if (last.size() > most) {
        last.remove();
      }
    }

    List<Place> places() {
      return last.stream().sorted(order).toList();
    }
  }

  private static List<String> threads(Collection<String> keys) {
    return keys.stream().map(Keys::thread).toList();
  }

  /** A key of a segment, with its mails. */
  private record Found(LeafReaderContext leaf, TermsEnum key) {}

  private List<Found> found(List<String> keys) throws IOException {
    List<Found> found = new ArrayList<>();
    for (LeafReaderContext leaf : reader.leaves()) {
      Terms terms = leaf.reader().terms(Keys.FIELD);
      for (String key : keys) {
        TermsEnum all = terms == null ? TermsEnum.EMPTY : terms.iterator();
        if (all.seekExact(new BytesRef(key))) {
          found.add(new Found(leaf, all));
        }
      }
    }
    return found;
  }

  /** How many mails these are at most: some of them may be hidden. */
  private static int count(List<Found> found) throws IOException {
    int count = 0;
    for (Found one : found) {
      count += one.key.docFreq();
    }
    return count;
  }

  /** Shows every one of these mails, in the order of the index: a date says where it belongs. */
  private static void forEach(List<Found> found, Consumer<Place> shown) throws IOException {
    for (Found one : found) {
      forEach(one.leaf, one.key.postings(null, PostingsEnum.NONE), shown);
    }
  }

  private static void forEach(LeafReaderContext leaf, PostingsEnum documents, Consumer<Place> shown)
      throws IOException {
    LeafReader segment = leaf.reader();
    Bits live = segment.getLiveDocs();
    NumericDocValues dates = DocValues.getNumeric(segment, Columns.DATE);
    NumericDocValues numbers = DocValues.getNumeric(segment, Columns.NUMBER);
    while (documents.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
      int document = documents.docID();
      if (live != null && !live.get(document)) {
        continue;
      }
      long date = dates.advanceExact(document) ? dates.longValue() : Long.MAX_VALUE;
      long number = numbers.advanceExact(document) ? numbers.longValue() : 0;
      shown.accept(new Place(leaf, document, date, number));
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
