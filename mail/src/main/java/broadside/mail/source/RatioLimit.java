package broadside.mail.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;

/** A decompressed stream that breaks off once it has grown beyond what mail can. */
final class RatioLimit extends FilterInputStream {
  /** Bytes before the ratio is judged: short runs of anything may deflate well. */
  static final long GRACE = 1 << 20;

  /** Bytes asked for at once: where the stream breaks, what was asked for last is lost. */
  private static final int STEP = 2048;

  private final int ratio;
  private final LongSupplier packed;
  private long unpacked;

  /**
   * @param packed how many compressed bytes were taken so far
   */
  RatioLimit(InputStream in, int ratio, LongSupplier packed) {
    super(in);
    this.ratio = ratio;
    this.packed = packed;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    int n = super.read(target, from, Math.min(length, STEP));
    unpacked += Math.max(n, 0);
    if (unpacked > GRACE && unpacked / ratio > packed.getAsLong()) {
      throw new Broken(
          Refusal.LIMIT,
          "grows more than %,d times when decompressed, as no mail does; if it is genuine, unpack it and add what is in it"
              .formatted(ratio));
    }
    return n;
  }
}
