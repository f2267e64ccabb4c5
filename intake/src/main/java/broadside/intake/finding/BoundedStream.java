package broadside.intake.finding;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Passes on the first bytes and forgets the rest. */
final class BoundedStream extends FilterOutputStream {
  private int left;

  BoundedStream(OutputStream out, int bytes) {
    super(out);
    left = bytes;
  }

  @Override
  public void write(int b) throws IOException {
    if (left > 0) {
      out.write(b);
      left--;
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int kept = Math.min(left, length);
    out.write(bytes, offset, kept);
    left -= kept;
  }
}
