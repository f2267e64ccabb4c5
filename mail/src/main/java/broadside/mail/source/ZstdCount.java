package broadside.mail.source;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.commons.io.input.BoundedInputStream;

/**
 * A zstd file as the counter has it undone: no further than its frames go.
 *
 * <p>Part of {@link SourceCounter}, sharing nothing with the reader but the library that unpacks.
 */
final class ZstdCount extends PackedCount {
  private static final int FRAME = 0xfd2fb528;

  /** But for its last four bits, which are free. */
  private static final int SKIPPED = 0x184d2a5;

  private final InputStream file;

  /**
   * The rest of a block, of what stands before the first block of a frame, or of a frame to skip.
   */
  private InputStream piece = InputStream.nullInputStream();

  private boolean isWithinFrame;
  private int sumLength;
  private long consumed;
  private boolean isStray;

  ZstdCount(InputStream file) {
    this.file = file;
  }

  /** Whether a file is one of zstd: its first frame's magic says so, be it one to skip. */
  static boolean begins(Blocks file) {
    if (file.length() < 4) {
      return false;
    }
    int magic = littleEndian(file.block());
    return magic == FRAME || magic >>> 4 == SKIPPED;
  }

  @Override
  long consumed() {
    return consumed;
  }

  @Override
  boolean isStray() {
    return isStray;
  }

  @Override
  public int read(byte[] target, int from, int wanted) throws IOException {
    int n = piece.read(target, from, wanted);
    if (n < 0) {
      piece = isWithinFrame ? block() : frame();
      n = piece.read(target, from, wanted);
    }
    consumed += Math.max(n, 0);
    return n;
  }

  private InputStream block() throws IOException {
    byte[] start = file.readNBytes(3);
    int number = littleEndian(start);
    boolean isOneByteRepeated = (number & 6) == 2;
    isWithinFrame = (number & 1) == 0 && start.length == 3;
    return piece(start, (isOneByteRepeated ? 1 : number / 8) + (isWithinFrame ? 0 : sumLength));
  }

  private InputStream frame() throws IOException {
    byte[] start = file.readNBytes(4);
    int magic = littleEndian(start);
    if (magic == FRAME) {
      byte[] descriptor = file.readNBytes(1);
      int flags = descriptor.length == 0 ? 0 : descriptor[0] & 0xff;
      sumLength = flags / 4 % 2 * 4;
      isWithinFrame = true;
      return piece(concat(start, descriptor), descriptionLength(flags));
    } else if (magic >>> 4 == SKIPPED) {
      byte[] length = file.readNBytes(4);
      return piece(concat(start, length), Integer.toUnsignedLong(littleEndian(length)));
    }
    byte[] rest = start;
    while (rest.length > 0) {
      for (byte b : rest) {
        isStray |= b != 0;
      }
      rest = file.readNBytes(Blocks.SIZE);
    }
    return InputStream.nullInputStream();
  }

  /** The lengths of window, dictionary and content that a frame's descriptor announces. */
  private static int descriptionLength(int flags) {
    boolean isSingle = (flags & 32) != 0;
    int dictionary = flags % 4 == 3 ? 4 : flags % 4;
    int content =
        switch (flags / 64) {
          case 0 -> isSingle ? 1 : 0;
          case 1 -> 2;
          case 2 -> 4;
          default -> 8;
        };
    return (isSingle ? 0 : 1) + dictionary + content;
  }

  private InputStream piece(byte[] start, long following) throws IOException {
    InputStream bounded =
        BoundedInputStream.builder()
            .setInputStream(file)
            .setMaxCount(following)
            .setPropagateClose(false)
            .get();
    return new SequenceInputStream(new ByteArrayInputStream(start), bounded);
  }

  /** A number of four bytes, of which those that are missing are zero. */
  private static int littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(Arrays.copyOf(bytes, 4)).order(ByteOrder.LITTLE_ENDIAN).getInt();
  }

  private static byte[] concat(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
