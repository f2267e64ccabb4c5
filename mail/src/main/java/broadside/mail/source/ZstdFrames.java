package broadside.mail.source;

import java.io.IOException;
import java.io.InputStream;

/**
 * The frames of a zstd file (RFC 8878), packed as they are, up to the end of the last one: what
 * unpacks them would take what lies behind for a broken frame, and its last bytes for broken ones.
 *
 * <p>Zeros behind the last frame are padding, as with {@link GzipMembers}; anything else there is
 * {@link #strayBytes}. Blocks are passed on as they are said to be long; whether they are sound is
 * for the one who unpacks them.
 */
final class ZstdFrames extends PackedFile {
  private static final int MAGIC = 0xfd2fb528;
  private static final int SKIPPABLE = 0x184d2a50;
  private static final int RUN = 1;
  private static final int[] DICTIONARY_BYTES = {0, 1, 2, 4};

  private final InputStream in;

  /** What a frame or block begins with. */
  private final byte[] head = new byte[8];

  private int at;
  private int end;

  /** Bytes behind the head that belong to it. */
  private long left;

  private boolean inFrame;
  private boolean hasChecksum;
  private long consumed;

  /** The frames of {@code in}, which begins with one. */
  ZstdFrames(InputStream in) {
    this.in = in;
  }

  @Override
  long consumed() {
    return consumed;
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    if (length > 0 && at == end && left == 0) {
      begin();
    }
    int n = Math.min(length, end - at);
    if (n > 0) {
      System.arraycopy(head, at, target, from, n);
      at += n;
    } else if (length > 0) {
      n = left == 0 ? -1 : in.read(target, from, (int) Math.min(length, left));
      left -= Math.max(n, 0);
    }
    consumed += Math.max(n, 0);
    return n;
  }

  /** Reads what the next frame or block begins with, and how long it is. */
  private void begin() throws IOException {
    at = 0;
    end = 0;
    if (inFrame) {
      beginBlock();
    } else {
      beginFrame();
    }
  }

  private void beginFrame() throws IOException {
    boolean isWhole = fill(4);
    int magic = isWhole ? word(0) : 0;
    if (magic == MAGIC && fill(1)) {
      int flags = head[4];
      boolean hasWindow = (flags & 0x20) == 0;
      int sizeFlag = flags >> 6 & 3;
      int sizeBytes = sizeFlag == 0 ? (hasWindow ? 0 : 1) : 1 << sizeFlag;
      left = sizeBytes;
      left += DICTIONARY_BYTES[flags & 3];
      left += hasWindow ? 1 : 0;
      hasChecksum = (flags & 4) != 0;
      inFrame = true;
    } else if ((magic & ~0xf) == SKIPPABLE && fill(4)) {
      left = word(4) & 0xffff_ffffL;
    } else if (magic != MAGIC && (magic & ~0xf) != SKIPPABLE) {
      skipRest();
    }
  }

  private void beginBlock() throws IOException {
    if (fill(3)) {
      int block = word(0);
      boolean isLast = (block & 1) != 0;
      long content = (block >> 1 & 3) == RUN ? 1 : block >>> 3;
      int checksum = isLast && hasChecksum ? 4 : 0;
      left = content + checksum;
      inFrame = !isLast;
    }
  }

  /** Four bytes of the head, of which those that were not read are zero. */
  private int word(int from) {
    int word = 0;
    for (int i = from; i < Math.min(end, from + 4); i++) {
      word |= (head[i] & 0xff) << (8 * (i - from));
    }
    return word;
  }

  /** Reads so many bytes more of the head; false where the file ends before. */
  private boolean fill(int bytes) throws IOException {
    int n = in.readNBytes(head, end, bytes);
    end += n;
    return n == bytes;
  }

  private void skipRest() throws IOException {
    byte[] rest = new byte[Window.BLOCK];
    System.arraycopy(head, 0, rest, 0, end);
    boolean isPadding = true;
    long bytes = 0;
    for (int n = end; n > 0; n = in.read(rest)) {
      for (int i = 0; i < n; i++) {
        isPadding &= rest[i] == 0;
      }
      bytes += n;
    }
    end = 0;
    if (!isPadding) {
      setStray(consumed, bytes);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
