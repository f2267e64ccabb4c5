package broadside.archive.sealed;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The records of a tar (POSIX.1-1988 ustar) in the one form that a sealed release uses: plain files
 * of mode 0644, of nobody, at time 0.
 */
final class TarFormat {
  static final int BLOCK = 512;

  /** Two empty blocks end a tar. */
  static final int END_BYTES = 2 * BLOCK;

  /** Bytes of a name at most: the prefix is not used. */
  static final int NAME_BYTES = 100;

  /** Bytes of a file at most: eleven octal digits. */
  static final long FILE_BYTES = (1L << 33) - 1;

  private static final int SIZE_AT = 124;
  private static final int SIZE_DIGITS = 11;
  private static final int SUM_AT = 148;
  private static final int SUM_BYTES = 8;

  private TarFormat() {}

  /**
   * The block before a file.
   *
   * @param name at most {@value #NAME_BYTES} ASCII characters
   * @param bytes 0…{@link #FILE_BYTES}
   */
  static byte[] header(String name, long bytes) {
    if (name.length() > NAME_BYTES || bytes < 0 || bytes > FILE_BYTES) {
      throw new IllegalArgumentException("not in a tar: " + name + " of " + bytes + " bytes");
    }
    byte[] block = new byte[BLOCK];
    put(block, 0, name);
    put(block, 100, "0000644");
    put(block, 108, "0000000"); // nobody's number, and nobody's group
    put(block, 116, "0000000");
    put(block, SIZE_AT, "%011o".formatted(bytes));
    put(block, 136, "00000000000"); // time
    put(block, 156, "0"); // a plain file
    put(block, 257, "ustar");
    put(block, 263, "00");
    put(block, 329, "0000000"); // no device
    put(block, 337, "0000000");
    Arrays.fill(block, SUM_AT, SUM_AT + SUM_BYTES, (byte) ' ');
    int sum = 0;
    for (byte b : block) {
      sum += b;
    }
    put(block, SUM_AT, "%06o\0".formatted(sum));
    return block;
  }

  /** What a header says of the file's size, or -1 where it says nothing. */
  static long bytes(byte[] header) {
    long bytes = 0;
    for (int i = 0; i < SIZE_DIGITS; i++) {
      int digit = header[SIZE_AT + i] - '0';
      if (digit < 0 || digit > 7) {
        return -1;
      }
      bytes = bytes << 3 | digit;
    }
    return bytes;
  }

  /** The name in a header, with a question mark for what is not printed as it is. */
  static String name(byte[] header) {
    StringBuilder name = new StringBuilder(NAME_BYTES);
    for (int i = 0; i < NAME_BYTES && header[i] != 0; i++) {
      name.append(header[i] > ' ' && header[i] < 0x7f ? (char) header[i] : '?');
    }
    return name.toString();
  }

  /** Zeros that fill the last block of a file. */
  static int filling(long bytes) {
    return (int) (-bytes & (BLOCK - 1));
  }

  /** Bytes that a file takes, with its header. */
  static long taken(long bytes) {
    return BLOCK + bytes + filling(bytes);
  }

  private static void put(byte[] block, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, block, at, bytes.length);
  }
}
