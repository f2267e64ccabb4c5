package broadside.mail.source;

import java.io.IOException;
import java.io.InputStream;

/**
 * A compressed file as the counter takes it, up to the end of its compressed data.
 *
 * <p>Part of {@link SourceCounter}; the reader has its own {@link PackedFile}.
 */
abstract class PackedCount extends InputStream {
  /** How many bytes of the file were used up. */
  abstract long consumed();

  /** Whether something other than zeros lies behind the compressed data; known at their end. */
  abstract boolean isStray();

  @Override
  public final int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public abstract int read(byte[] target, int from, int wanted) throws IOException;
}
