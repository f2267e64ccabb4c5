package broadside.archive.index;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.IOUtils;
import org.apache.lucene.util.Version;
import org.jspecify.annotations.Nullable;

/**
 * The index of one release, opened for reading.
 *
 * <p><b>Threads:</b> shared by all. <b>Failures:</b> {@link IOException} where the directory holds
 * no index, a damaged one, or one that this version of Lucene cannot read; it is then rebuilt.
 */
public final class ReleaseIndex implements Closeable {
  private final Directory directory;
  private final DirectoryReader reader;
  private final LeafReader segment;
  private final int release;
  private final long first;
  private final Set<Long> hidden;
  private final SortedMap<YearMonth, Integer> months;

  private ReleaseIndex(
      Directory directory, DirectoryReader reader, int release, long first, Set<Long> hidden)
      throws IOException {
    this.hidden = hidden;
    this.directory = directory;
    this.reader = reader;
    this.release = release;
    this.first = first;
    segment = reader.leaves().getFirst().reader();
    months = Collections.unmodifiableSortedMap(countMonths(segment));
  }

  /** Opens {@code releases/N/index}; {@code first} is the release's first number. */
  public static ReleaseIndex open(Path directory, int release, long first) throws IOException {
    return open(directory, release, first, List.of());
  }

  /** The same, where some of its numbers may be found by nobody. */
  public static ReleaseIndex open(Path directory, int release, long first, Collection<Long> hidden)
      throws IOException {
    Directory files = files(directory);
    DirectoryReader reader = null;
    try {
      reader = DirectoryReader.open(files);
      if (!hidden.isEmpty()) {
        reader =
            HidingReader.of(reader, hidden.stream().mapToInt(n -> (int) (n - first)).toArray());
      }
      if (reader.leaves().size() != 1) {
        throw new IOException(directory + " is not the index of one release");
      }
      return new ReleaseIndex(files, reader, release, first, Set.copyOf(hidden));
    } catch (IOException | RuntimeException e) { // Lucene trusts what it reads
      IOUtils.closeWhileHandlingException(reader, files);
      throw e instanceof IOException io ? io : new IOException(directory + " is damaged", e);
    }
  }

  /**
   * True where the index was written by the version of Lucene that this program has: the same
   * entries give the same bytes then.
   *
   * @throws IOException where there is none, or a damaged one, or one of a version that cannot be
   *     read
   */
  public static boolean isOfThisVersion(Path directory) throws IOException {
    try (Directory files = files(directory)) {
      SegmentInfos commit = SegmentInfos.readLatestCommit(files);
      return commit.asList().stream().allMatch(s -> s.info.getVersion().equals(Version.LATEST));
    }
  }

  /** The directory's files; Lucene alone would make one that is not there. */
  private static Directory files(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new NoSuchFileException(directory.toString());
    }
    return FSDirectory.open(directory);
  }

  /**
   * Compares every byte with its check sums; Lucene does not where it opens an index.
   *
   * @throws IOException where one is another
   */
  public void checkIntegrity() throws IOException {
    segment.checkIntegrity();
  }

  public int release() {
    return release;
  }

  /** Number of the release's first message. */
  public long first() {
    return first;
  }

  /** How many numbers the release has. */
  public int count() {
    return segment.maxDoc();
  }

  /** The card of a number, or null where the release does not hold it. */
  public @Nullable MailCard card(long number) throws IOException {
    long document = number - first;
    if (document < 0 || document >= count()) {
      return null;
    }
    if (hidden.contains(number)) {
      return MailCard.withdrawn(number, release);
    }
    return new CardReader(segment).card((int) document);
  }

  /** How many mails of the release were written in each month of UTC. */
  public SortedMap<YearMonth, Integer> months() {
    return months;
  }

  /** True where some of its numbers may be found by nobody. */
  public boolean hides() {
    return !hidden.isEmpty();
  }

  /** For the searcher, which joins all releases. */
  public DirectoryReader reader() {
    return reader;
  }

  @Override
  public void close() throws IOException {
    reader.close();
    directory.close();
  }

  private static SortedMap<YearMonth, Integer> countMonths(LeafReader segment) throws IOException {
    SortedMap<YearMonth, Integer> counts = new TreeMap<>();
    NumericDocValues dates = DocValues.getNumeric(segment, Columns.DATE);
    long from = 0;
    long to = 0;
    YearMonth month = YearMonth.of(1970, 1);
    while (dates.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
      long date = dates.longValue();
      if (date < from || date >= to) {
        month = YearMonth.from(Instant.ofEpochSecond(date).atOffset(ZoneOffset.UTC));
        from = month.atDay(1).atStartOfDay().toEpochSecond(ZoneOffset.UTC);
        to = month.plusMonths(1).atDay(1).atStartOfDay().toEpochSecond(ZoneOffset.UTC);
      }
      counts.merge(month, 1, Integer::sum);
    }
    return counts;
  }
}
