package broadside.mail.source;

import java.io.IOException;
import java.io.InputStream;

/** A compressed file up to the end of its compressed data, and what lies behind them. */
abstract class PackedFile extends InputStream {
  private long strayOffset;
  private long strayBytes;

  /** How many bytes of the file were used up. */
  abstract long consumed();

  /** How many bytes lie behind the compressed data that are no padding; known at the end. */
  final long strayBytes() {
    return strayBytes;
  }

  /** Where in the file the first of {@link #strayBytes} lies. */
  final long strayOffset() {
    return strayOffset;
  }

  /** Notes what lies behind the compressed data. */
  final void setStray(long offset, long bytes) {
    strayOffset = offset;
    strayBytes = bytes;
  }

  @Override
  public final int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public abstract int read(byte[] target, int from, int length) throws IOException;
}
