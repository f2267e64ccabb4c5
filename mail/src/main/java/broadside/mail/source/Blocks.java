package broadside.mail.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;

/**
 * A stream as the counter sees it: one whole block after the other, until it ends or fails.
 *
 * <p>Part of {@link SourceCounter}; the reader has its own {@link Window}.
 */
final class Blocks {
  static final int SIZE = 65_536;

  private final InputStream in;
  private final LongSupplier packed;
  private final int ratio;

  /** Bytes asked for at once, like the reader does, so that broken streams break alike. */
  private final int step;

  private final byte[] block = new byte[SIZE];
  private int length;
  private long total;
  private boolean ended;
  private boolean failed;

  /** The blocks of {@code in}, at the first one. */
  Blocks(InputStream in) {
    this(in, () -> Long.MAX_VALUE, 1, SIZE);
  }

  /** The same, failing when more than {@code ratio} times {@code packed} was decompressed. */
  Blocks(InputStream in, LongSupplier packed, int ratio) {
    this(in, packed, ratio, 2048);
  }

  private Blocks(InputStream in, LongSupplier packed, int ratio, int step) {
    this.in = in;
    this.step = step;
    this.packed = packed;
    this.ratio = ratio;
    next();
  }

  /** Goes to the next block; false at the end. */
  boolean next() {
    length = 0;
    while (length < SIZE && !ended) {
      try {
        int n = in.read(block, length, Math.min(SIZE - length, step));
        ended = n < 0;
        total += Math.max(n, 0);
        if (total > 1 << 20 && total / ratio > packed.getAsLong()) {
          throw new IOException("a bomb");
        }
        length += Math.max(n, 0);
      } catch (IOException e) {
        ended = true;
        failed = true;
      }
    }
    return length > 0;
  }

  byte[] block() {
    return block;
  }

  int length() {
    return length;
  }

  boolean hasFailed() {
    return failed;
  }

  void skipAll() {
    while (next()) {
      // on
    }
  }

  boolean startsWith(int... magic) {
    for (int i = 0; i < magic.length; i++) {
      if (i >= length || (block[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  /** True where the first 512 bytes add up to what bytes 148 to 155 of them say in octal. */
  boolean startsWithTarHeader() {
    if (length < 512 || block[0] == 0) {
      return false;
    }
    int sum = 8 * ' ';
    int stated = 0;
    int digits = 0;
    for (int i = 0; i < 512; i++) {
      int b = block[i] & 0xff;
      if (i < 148 || i > 155) {
        sum += b;
      } else if (b >= '0' && b <= '7') {
        stated = stated * 8 + b - '0';
        digits++;
      } else if (b != ' ' && b != 0) {
        return false;
      }
    }
    return digits > 0 && stated == sum;
  }

  /** The current block and all that follow. */
  InputStream stream() {
    return new InputStream() {
      private int at;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] target, int from, int wanted) throws IOException {
        if (wanted == 0) {
          return 0;
        }
        if (at == length) {
          at = 0;
          if (!next()) {
            if (failed) {
              throw new IOException("broken within");
            }
            return -1;
          }
        }
        int n = Math.min(wanted, length - at);
        System.arraycopy(block, at, target, from, n);
        at += n;
        return n;
      }
    };
  }
}
