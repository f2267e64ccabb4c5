package broadside.archive.release;

import java.util.Arrays;

/**
 * Lines of a manifest in a row, as they lie in its file.
 *
 * @param first number of the first line
 * @param offset where that line begins in the file
 * @param text the lines with what ends each of them
 * @param ends for each line where it ends in the text: at its LF
 */
record ManifestStretch(long first, long offset, byte[] text, int[] ends) {

  int lines() {
    return ends.length;
  }

  /** A line's bytes, without LF. */
  byte[] line(int index) {
    return Arrays.copyOfRange(text, begin(index), ends[index]);
  }

  /** Where a line begins in the file. */
  long lineOffset(int index) {
    return offset + begin(index);
  }

  /** The first lines alone. */
  ManifestStretch head(int lines) {
    return new ManifestStretch(first, offset, text, Arrays.copyOf(ends, lines));
  }

  private int begin(int index) {
    return index == 0 ? 0 : ends[index - 1] + 1;
  }
}
