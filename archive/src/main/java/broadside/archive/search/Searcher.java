package broadside.archive.search;

import broadside.archive.dkim.LaterVerdicts;
import broadside.archive.index.CardReader;
import broadside.archive.index.MailCard;
import broadside.archive.index.ReleaseIndex;
import broadside.archive.query.Notice;
import broadside.archive.query.Query;
import broadside.archive.query.QueryLimits;
import broadside.archive.release.ThreadAliases;
import broadside.mail.message.BodyText;
import java.io.IOException;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MultiReader;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.IndexSearcher;
import org.jspecify.annotations.Nullable;

/**
 * Searches all releases as one.
 *
 * <p>A searcher sees the releases it was opened with. When a release is added, open another one
 * with the same {@link ReleaseIndex} objects and the new one: it costs microseconds and the old one
 * goes on answering. Close a release's index when no search can still use it.
 *
 * <p><b>Threads:</b> shared by all. <b>Failures:</b> what a query asks is never an exception;
 * {@link IOException} means that a file of the publication could not be read.
 */
public final class Searcher {
  private final List<ReleaseIndex> releases;
  private final MailTexts texts;
  private final SearchLimits limits;
  private final IndexReader reader;
  private final WordForms forms;
  private final ThreadAliases threads;
  private final LaterVerdicts verdicts;

  private Searcher(
      List<ReleaseIndex> releases,
      ThreadAliases threads,
      LaterVerdicts verdicts,
      MailTexts texts,
      SearchLimits limits,
      IndexReader reader) {
    this.releases = releases;
    this.threads = threads;
    this.verdicts = verdicts;
    this.texts = texts;
    this.limits = limits;
    this.reader = reader;
    forms = new WordForms(reader);
  }

  /** A searcher over these releases. */
  public static Searcher open(
      Collection<ReleaseIndex> releases, MailTexts texts, SearchLimits limits) throws IOException {
    return open(releases, List.of(), ThreadAliases.NONE, LaterVerdicts.NONE, texts, limits);
  }

  /**
   * A searcher over these releases that reads merged indexes where there are any of these very
   * indexes, and the indexes themselves elsewhere.
   *
   * @param threads which thread keys belong together
   * @param verdicts what was said of signatures after the indexes were made
   */
  public static Searcher open(
      Collection<ReleaseIndex> releases,
      MergedIndexes merged,
      ThreadAliases threads,
      LaterVerdicts verdicts,
      MailTexts texts,
      SearchLimits limits)
      throws IOException {
    return open(releases, merged.pieces(), threads, verdicts, texts, limits);
  }

  private static Searcher open(
      Collection<ReleaseIndex> releases,
      List<MergedPiece> pieces,
      ThreadAliases threads,
      LaterVerdicts verdicts,
      MailTexts texts,
      SearchLimits limits)
      throws IOException {
    List<ReleaseIndex> ordered =
        releases.stream().sorted(Comparator.comparingLong(ReleaseIndex::first)).toList();
    List<IndexReader> readers = new ArrayList<>();
    int at = 0;
    while (at < ordered.size()) {
      MergedPiece piece = pieceAt(ordered, at, pieces);
      readers.add(piece == null ? ordered.get(at).reader() : piece.reader());
      at += piece == null ? 1 : piece.releases();
    }
    IndexReader[] all = readers.toArray(new IndexReader[0]);
    return new Searcher(ordered, threads, verdicts, texts, limits, new MultiReader(all, false));
  }

  /**
   * The piece that was made from these very indexes, from this one on; or null. A piece of the same
   * releases before a withdrawal still holds what was taken back.
   */
  private static @Nullable MergedPiece pieceAt(
      List<ReleaseIndex> ordered, int at, List<MergedPiece> pieces) {
    for (MergedPiece piece : pieces) {
      int end = at + piece.releases();
      if (end <= ordered.size() && piece.isOf(ordered.subList(at, end))) {
        return piece;
      }
    }
    return null;
  }

  /** One page of what the query finds. */
  public SearchPage search(SearchRequest request) throws IOException {
    Query query = request.query().query();
    Translation translation =
        new Translation(reader, forms, this::threads, verdicts, QueryLimits.DEFAULT);
    org.apache.lucene.search.Query translated = translation.of(query);
    List<Notice> notices = new ArrayList<>(request.query().notices());
    notices.addAll(translation.notices());
    boolean ranks = Patterns.ranks(query);
    Order order = request.order() == Order.RELEVANCE && !ranks ? Order.NEWEST : request.order();
    if (notices.stream().anyMatch(n -> n.kind() == Notice.Kind.REFUSED)) {
      return new SearchPage(List.of(), 0, true, order, null, false, false, notices);
    }
    long deadline = System.nanoTime() + limits.time().toNanos();
    IndexSearcher searcher = new IndexSearcher(reader);
    searcher.setQueryCache(null);
    searcher.setTimeout(() -> System.nanoTime() - deadline >= 0);
    int wanted = Math.clamp(request.hits(), 1, limits.hits());
    Found found =
        new Collecting(searcher, translated, limits, wanted)
            .page(order, Cursor.parse(request.cursor()));
    Highlighter highlighter = new Highlighter(translation.patterns(), limits);
    boolean cut = searcher.timedOut();
    boolean unread = false;
    List<Hit> hits = new ArrayList<>();
    for (Found.Group group : found.groups()) {
      boolean late = System.nanoTime() - deadline >= 0;
      cut |= late;
      try {
        hits.add(hit(group, highlighter, !late));
      } catch (UnreadException e) {
        unread = true;
        hits.add(hit(group, highlighter, false));
      }
    }
    return new SearchPage(
        hits,
        Math.min(found.count(), limits.counted()),
        found.exact() && found.count() <= limits.counted(),
        order,
        found.next() == null ? null : found.next().print(),
        cut,
        unread,
        notices);
  }

  /** How many numbers a query finds. */
  public long count(Query query) throws IOException {
    Translation translation =
        new Translation(reader, forms, this::threads, verdicts, QueryLimits.DEFAULT);
    return new IndexSearcher(reader).count(translation.of(query));
  }

  /** The card of a number, or null where no release holds it. */
  public @Nullable MailCard card(long number) throws IOException {
    int low = 0;
    int high = releases.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      ReleaseIndex release = releases.get(middle);
      if (number < release.first()) {
        high = middle - 1;
      } else if (number >= release.first() + release.count()) {
        low = middle + 1;
      } else {
        return release.card(number);
      }
    }
    return null;
  }

  /**
   * The mails with any of these thread keys, by date, undated last; of more than {@code most} the
   * first.
   */
  public List<MailCard> thread(Collection<String> keys, int most) throws IOException {
    return new ThreadReader(reader).all(keys, most);
  }

  /**
   * Of the mails with any of these thread keys the one with this number and up to {@code each} on
   * both sides of it; no card where it is alone, or not there.
   */
  public Neighbours neighbours(Collection<String> keys, long number, int each) throws IOException {
    return new ThreadReader(reader).near(keys, number, each);
  }

  /**
   * The mails with a Message-ID, by date, undated last; of more than {@code most} the first, and
   * none where there is but one.
   */
  public List<MailCard> sharing(String messageId, int most) throws IOException {
    return new ThreadReader(reader).sharing(messageId, most);
  }

  /** How many mails were written in each month of UTC, in all releases. */
  public SortedMap<YearMonth, Integer> months() {
    SortedMap<YearMonth, Integer> all = new TreeMap<>();
    for (ReleaseIndex release : releases) {
      release.months().forEach((month, count) -> all.merge(month, count, Integer::sum));
    }
    return Collections.unmodifiableSortedMap(all);
  }

  private Hit hit(Found.Group group, Highlighter highlighter, boolean isRead) throws IOException {
    List<LeafReaderContext> leaves = reader.leaves();
    LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(group.document(), leaves));
    MailCard card = new CardReader(leaf.reader()).card(group.document() - leaf.docBase);
    BodyText text = isRead && card.range() != null ? texts.text(card) : null;
    return new Hit(
        card,
        group.copies(),
        highlighter.subject(card.subject()),
        text == null ? Highlighted.EMPTY : highlighter.snippet(text.text()));
  }

  /** Every key of the thread that a key, or the number of a mail in it, stands for. */
  private Set<String> threads(String value) throws IOException {
    String key = value;
    if (value.length() < 16 && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
      MailCard card = card(Long.parseLong(value));
      key = card == null ? "" : card.thread();
    }
    if (!key.matches("[0-9a-fA-F]{16}")) {
      return Set.of();
    }
    Set<String> keys = new LinkedHashSet<>();
    for (long joined : threads.keys(Long.parseUnsignedLong(key, 16))) {
      keys.add(HexFormat.of().toHexDigits(joined));
    }
    return keys;
  }
}
