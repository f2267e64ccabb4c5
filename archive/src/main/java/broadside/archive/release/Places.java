package broadside.archive.release;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The file {@code places}: where each number's manifest line and mail begin, in records of equal
 * size, so that one mail is found without reading anything else. Big-endian:
 *
 * <pre>
 *   record   6 bytes offset of the line · 2 bytes volume · 4 bytes offset · 4 bytes deflated size
 *   end      8 bytes "bsplace1" · 8 bytes sum of the sizes of all mails
 * </pre>
 */
final class Places {
  static final int RECORD_BYTES = 16;
  static final long MAGIC =
      ByteBuffer.wrap("bsplace1".getBytes(StandardCharsets.US_ASCII)).getLong();

  private Places() {}

  static byte[] end(long mailBytes) {
    return ByteBuffer.allocate(RECORD_BYTES).putLong(MAGIC).putLong(mailBytes).array();
  }

  static byte[] record(long lineOffset, MailPlace place) {
    return ByteBuffer.allocate(RECORD_BYTES)
        .putLong(lineOffset << 16 | place.volume())
        .putInt((int) place.offset())
        .putInt((int) place.deflated())
        .array();
  }

  /** Where record {@code index}, from 0, begins. */
  static long offset(long index) {
    return RECORD_BYTES * index;
  }
}
