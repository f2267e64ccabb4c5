package broadside.archive.search;

import org.apache.lucene.index.DirectoryReader;

/**
 * One index that holds what the indexes of some releases hold, in their order.
 *
 * @param first number of the first release
 * @param last number of the last one; none between is missing
 * @param reader closed by whoever opened it
 */
record MergedPiece(int first, int last, DirectoryReader reader) {
  int releases() {
    return last - first + 1;
  }
}
