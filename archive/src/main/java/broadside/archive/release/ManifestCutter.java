package broadside.archive.release;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a manifest from its beginning to its end, in stretches of {@value #LINES} lines. A line
 * ends at LF, or where it is longer than any that is valid.
 *
 * <p><b>Threads:</b> one. <b>Memory:</b> one stretch.
 */
final class ManifestCutter implements Closeable {
  /**
   * Lines in each stretch but the last: a power of two, so that a stretch is a subtree of the tree.
   */
  static final int LINES = 1 << 9;

  private static final int BUFFER_BYTES = LINES << 8;

  private final InputStream in;
  private byte[] text = new byte[BUFFER_BYTES];
  private int filled;
  private long number;
  private long offset;

  ManifestCutter(Path manifest, long first) throws IOException {
    this.in = Files.newInputStream(manifest);
    this.number = first;
  }

  /** The next lines, or null where none is whole. */
  @Nullable ManifestStretch next() throws IOException {
    int[] ends = new int[LINES];
    int lines = 0;
    int begin = 0;
    for (int at = 0; lines < LINES && (at < filled || fill()); at++) {
      if (text[at] == '\n' || at - begin == ReleaseReader.LINE_BYTES) {
        ends[lines++] = at;
        begin = at + 1;
      }
    }
    if (lines == 0) {
      return null;
    }
    ManifestStretch stretch = new ManifestStretch(number, offset, text, Arrays.copyOf(ends, lines));
    byte[] rest = new byte[Math.max(BUFFER_BYTES, filled - begin)];
    System.arraycopy(text, begin, rest, 0, filled - begin);
    filled -= begin;
    text = rest;
    number += lines;
    offset += begin;
    return stretch;
  }

  /** True where bytes are left that are no whole line. */
  boolean isCutOff() {
    return filled > 0;
  }

  private boolean fill() throws IOException {
    if (filled == text.length) {
      text = Arrays.copyOf(text, 2 * filled);
    }
    int n = in.read(text, filled, text.length - filled);
    filled += Math.max(0, n);
    return n > 0;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
