package broadside.archive.index;

import java.io.IOException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FilterDirectoryReader;
import org.apache.lucene.index.FilterLeafReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/**
 * The index of one release as it would be if some of its documents had been deleted: no search
 * finds them, and they count for nothing but the frequency of words.
 */
final class HidingReader extends FilterDirectoryReader {
  private final int[] documents;

  private HidingReader(DirectoryReader reader, int[] documents) throws IOException {
    super(reader, new LiveDocs(documents));
    this.documents = documents;
  }

  /** Hides documents of the one segment of a reader. */
  static DirectoryReader of(DirectoryReader reader, int[] documents) throws IOException {
    return new HidingReader(reader, documents);
  }

  @Override
  protected DirectoryReader doWrapDirectoryReader(DirectoryReader reader) throws IOException {
    return of(reader, documents);
  }

  @Override
  public @Nullable CacheHelper getReaderCacheHelper() {
    return null;
  }

  private static final class LiveDocs extends SubReaderWrapper {
    private final int[] documents;

    LiveDocs(int[] documents) {
      this.documents = documents;
    }

    @Override
    public LeafReader wrap(LeafReader reader) {
      FixedBitSet live = new FixedBitSet(reader.maxDoc());
      live.set(0, reader.maxDoc());
      for (int document : documents) {
        if (document >= 0 && document < reader.maxDoc()) {
          live.clear(document);
        }
      }
      return new Leaf(reader, live.asReadOnlyBits(), live.cardinality());
    }
  }

  private static final class Leaf extends FilterLeafReader {
    private final Bits live;
    private final int count;

    Leaf(LeafReader reader, Bits live, int count) {
      super(reader);
      this.live = live;
      this.count = count;
    }

    @Override
    public Bits getLiveDocs() {
      return live;
    }

    @Override
    public int numDocs() {
      return count;
    }

    @Override
    public @Nullable CacheHelper getCoreCacheHelper() {
      return in.getCoreCacheHelper();
    }

    @Override
    public @Nullable CacheHelper getReaderCacheHelper() {
      return null;
    }
  }
}
