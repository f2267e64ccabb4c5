package broadside.archive.search;

import broadside.archive.index.ReleaseIndex;
import java.util.List;
import org.apache.lucene.index.DirectoryReader;

/**
 * One index that holds what the indexes of some releases hold, in their order.
 *
 * @param sources the indexes themselves, of releases that follow each other without a gap: another
 *     index of the same release may hold something else
 * @param reader closed by whoever opened it
 */
record MergedPiece(List<ReleaseIndex> sources, DirectoryReader reader) {
  MergedPiece {
    sources = List.copyOf(sources);
  }

  /** Number of the first release. */
  int first() {
    return sources.getFirst().release();
  }

  /** Number of the last one. */
  int last() {
    return sources.getLast().release();
  }

  int releases() {
    return sources.size();
  }

  /** True where it was made from these very indexes. */
  boolean isOf(List<ReleaseIndex> others) {
    if (sources.size() != others.size()) {
      return false;
    }
    for (int i = 0; i < others.size(); i++) {
      if (sources.get(i) != others.get(i)) {
        return false;
      }
    }
    return true;
  }
}
