package broadside.archive.release;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A file of which any part is read without a system call. It is mapped in pieces that overlap,
 * since a buffer has at most 2 GiB; memory segments have no such bound, and a virtual machine that
 * has just started takes long to compile what reads them.
 *
 * <p>Numbers are big-endian. It is unmapped when nobody reads any more, so that closing never fails
 * a reader.
 *
 * <p><b>Threads:</b> shared by all. <b>Failures:</b> {@link IndexOutOfBoundsException} beyond its
 * end.
 */
final class MappedFile {
  /** Bytes that are read at once at most: how much each piece has in common with the next. */
  static final int MOST = 1 << 30;

  private static final int BUFFER_BYTES = 1 << 20;

  private final long size;
  private final List<ByteBuffer> pieces = new ArrayList<>();

  MappedFile(FileChannel file, long size) throws IOException {
    this.size = size;
    for (long at = 0; at <= size; at += MOST) { // the last one may be empty
      long bytes = Math.min(size - at, Integer.MAX_VALUE);
      pieces.add(file.map(FileChannel.MapMode.READ_ONLY, at, bytes));
    }
  }

  /** Bytes of the file. */
  long size() {
    return size;
  }

  int getInt(long at) {
    return piece(at).getInt(within(at));
  }

  long getLong(long at) {
    return piece(at).getLong(within(at));
  }

  /** Copies as many bytes as there is room for. */
  void get(long at, byte[] into) {
    get(at, into, into.length);
  }

  /** Copies bytes to the beginning of {@code into}. */
  void get(long at, byte[] into, int bytes) {
    piece(at).get(within(at), into, 0, bytes);
  }

  byte[] bytes(long at, int bytes) {
    byte[] copy = new byte[bytes];
    get(at, copy);
    return copy;
  }

  /** The bytes themselves, not copied. */
  ByteBuffer slice(long at, int bytes) {
    return piece(at).slice(within(at), bytes);
  }

  /** True where these bytes begin here. */
  boolean has(long at, byte[] expected) {
    return at >= 0
        && at + expected.length <= size
        && Arrays.equals(bytes(at, expected.length), expected);
  }

  /** Hashes a part of any size. */
  void hash(MessageDigest digest, long from, long to) {
    for (long at = from; at < to; at += BUFFER_BYTES) {
      digest.update(slice(at, (int) Math.min(BUFFER_BYTES, to - at)));
    }
  }

  private ByteBuffer piece(long at) {
    return pieces.get((int) (at / MOST));
  }

  private static int within(long at) {
    return (int) (at % MOST);
  }
}
