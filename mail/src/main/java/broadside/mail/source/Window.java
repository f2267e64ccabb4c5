package broadside.mail.source;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A sliding view of a stream: what was loaded and not yet dropped.
 *
 * <p>Positions are relative to the first byte not dropped, so they stay right while more is loaded.
 * Always loads whole blocks, so that a broken stream breaks at the same byte however it is read.
 *
 * <p><b>Failures:</b> a stream that fails simply ends, and {@link #failure} then says why.
 */
final class Window implements Closeable {
  /** Bytes asked of the stream at once; larger reads of a file would cost native memory. */
  static final int BLOCK = 1 << 16;

  private final InputStream in;
  private final Refusal onFailure;
  private byte[] bytes;
  private int start;
  private int end;
  private long offset;
  private boolean ended;
  private @Nullable Broken failure;

  /**
   * A window at the start of {@code in}.
   *
   * @param onFailure what it means when {@code in} fails
   * @param buffer where bytes go as long as they fit
   */
  Window(InputStream in, Refusal onFailure, byte[] buffer) {
    this.in = in;
    this.onFailure = onFailure;
    this.bytes = buffer;
  }

  /** Loads until {@code wanted} bytes are there or the stream has ended; returns how many are. */
  int available(int wanted) {
    while (end - start < wanted && load()) {
      // one block more
    }
    return end - start;
  }

  /** How many bytes are there without loading. */
  int loaded() {
    return end - start;
  }

  /** Loads one block more; false at the end. */
  boolean load() {
    if (ended) {
      return false;
    }
    makeRoom();
    int stop = end + BLOCK;
    try {
      while (end < stop) {
        int n = in.read(bytes, end, stop - end);
        if (n < 0) {
          ended = true;
          break;
        }
        end += n;
      }
    } catch (IOException e) {
      failure = Broken.of(e, onFailure);
      ended = true;
    }
    return end > stop - BLOCK;
  }

  private void makeRoom() {
    if (end + BLOCK <= bytes.length) {
      return;
    }
    int live = end - start;
    boolean fits = live + BLOCK <= bytes.length;
    // Moving less than half keeps the moving linear; growing by half as much keeps the heap small.
    byte[] target =
        fits && live <= bytes.length / 2
            ? bytes
            : new byte[bytes.length + bytes.length / 2 + BLOCK];
    System.arraycopy(bytes, start, target, 0, live);
    bytes = target;
    start = 0;
    end = live;
  }

  /** Lets go of the first {@code n} bytes, which must have been loaded. */
  void drop(int n) {
    start += Objects.checkIndex(n, loaded() + 1);
    offset += n;
    if (start == end) {
      start = 0;
      end = 0;
    }
  }

  /** How many bytes of the stream were dropped: the position of the window's first byte. */
  long offset() {
    return offset;
  }

  byte at(int position) {
    return bytes[start + position];
  }

  /** Where {@code search} first finds its word at or after {@code from}, or -1. */
  int find(ByteSearch search, int from) {
    int found = search.find(bytes, start + from, end);
    return found < 0 ? -1 : found - start;
  }

  /** The next LF at or after {@code from} and before {@code limit}, or -1. */
  int lineEnd(int from, int limit) {
    int stop = Math.min(limit, loaded());
    for (int i = from; i < stop; i++) {
      if (at(i) == '\n') {
        return i;
      }
    }
    return -1;
  }

  /** The start of the line that {@code position} lies in. */
  int lineStart(int position) {
    int i = position;
    while (i > 0 && at(i - 1) != '\n') {
      i--;
    }
    return i;
  }

  boolean startsWith(int position, String ascii) {
    if (loaded() - position < ascii.length()) {
      return false;
    }
    for (int i = 0; i < ascii.length(); i++) {
      if (at(position + i) != ascii.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  boolean isFromLine(int position) {
    return FromLine.isAt(bytes, start + position, end);
  }

  boolean isObscuredFromLine(int position) {
    int lineEnd = FromLine.lineEnd(bytes, start + position, end);
    return lineEnd >= 0 && FromLine.isObscured(bytes, start + position, lineEnd);
  }

  boolean isCertainFromLine(int position) {
    return FromLine.isCertainAt(bytes, start + position, end);
  }

  /** A copy of exactly the bytes of {@code [from, to)}. */
  byte[] copy(int from, int to) {
    return Arrays.copyOfRange(bytes, start + from, start + to);
  }

  /** The same with one quote mark taken from every line that an mboxrd writer quoted. */
  byte[] unquoted(int from, int to) {
    return MboxQuoting.undo(bytes, start + from, start + to);
  }

  /** Why the stream ended early, or null. Known once everything was loaded. */
  @Nullable Broken failure() {
    return failure;
  }

  /** The buffer in use, for the next window; this one must not be used any more. */
  byte[] buffer() {
    return bytes;
  }

  /** Writes what is loaded to {@code target} and drops it. */
  void writeTo(WritableByteChannel target) throws IOException {
    ByteBuffer loaded = ByteBuffer.wrap(bytes, start, end - start);
    while (loaded.hasRemaining()) {
      target.write(loaded);
    }
    drop(loaded());
  }

  /** What is left of the window as a stream, which fails where this one's stream failed. */
  InputStream stream() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] target, int from, int length) throws IOException {
        Objects.checkFromIndexSize(from, length, target.length);
        if (length == 0) {
          return 0;
        }
        int n = Math.min(length, Window.this.available(1));
        if (n == 0) {
          if (failure != null) {
            throw failure;
          }
          return -1;
        }
        System.arraycopy(bytes, start, target, from, n);
        drop(n);
        return n;
      }

      @Override
      public int available() {
        return loaded();
      }
    };
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
