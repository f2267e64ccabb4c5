package broadside.archive.release;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The records of a zip file (APPNOTE 4.3) in the one form that a release uses: deflated, sizes
 * known in advance, the time 1980-01-01T00:00, no extra fields, no comments.
 */
final class ZipFormat {
  /** Bytes of a volume at most, so that no entry needs a Zip64 field. */
  static final long VOLUME_BYTES = 1L << 30;

  static final int LOCAL_BYTES = 30;
  static final int CENTRAL_BYTES = 46;

  /** Where a local header has the CRC-32 of the mail, and the mail's size. */
  static final int CRC_AT = 14;

  static final int BYTES_AT = 22;

  /** The records after the central directory, with those of Zip64. */
  static final int END_BYTES = 22 + 56 + 20;

  private static final int NAME_DIGITS = 9;
  private static final short VERSION = 20;
  private static final short VERSION_ZIP64 = 45;
  private static final short DEFLATED = 8;
  private static final short MIDNIGHT = 0;
  private static final short FIRST_OF_1980 = 1 << 5 | 1;
  private static final int MANY = 0xffff;

  private ZipFormat() {}

  /** {@code 000001234.eml}: at least nine digits, so that names sort as numbers do. */
  static byte[] name(long number) {
    String digits = Long.toString(number);
    return ("0".repeat(Math.max(0, NAME_DIGITS - digits.length())) + digits + ".eml")
        .getBytes(StandardCharsets.US_ASCII);
  }

  static byte[] local(byte[] name, int crc, int deflated, int bytes) {
    byte[] record = new byte[LOCAL_BYTES + name.length];
    ByteBuffer b = littleEndian(record).putInt(0x04034b50);
    putShared(b, name, crc, deflated, bytes);
    b.put(name);
    return record;
  }

  /** The size of the mail whose local header begins here, or -1 where it is cut off. */
  static long bytes(MappedFile volume, long at) {
    return at + LOCAL_BYTES > volume.size()
        ? -1
        : Integer.toUnsignedLong(littleEndian(volume.getInt(at + BYTES_AT)));
  }

  /** The CRC-32 of the mail whose local header begins here. */
  static int crc(MappedFile volume, long at) {
    return littleEndian(volume.getInt(at + CRC_AT));
  }

  static byte[] central(byte[] name, int crc, int deflated, int bytes, long offset) {
    byte[] record = new byte[CENTRAL_BYTES + name.length];
    ByteBuffer b = littleEndian(record).putInt(0x02014b50).putShort(VERSION);
    putShared(b, name, crc, deflated, bytes);
    // no comment, volume 0, no attributes
    b.putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(0);
    b.putInt((int) offset).put(name);
    return record;
  }

  /** What follows the central directory. */
  static byte[] end(long entries, long directoryOffset, long directoryBytes) {
    boolean many = entries >= MANY;
    byte[] record = new byte[many ? END_BYTES : 22];
    ByteBuffer b = littleEndian(record);
    if (many) {
      b.putInt(0x06064b50).putLong(44).putShort(VERSION_ZIP64).putShort(VERSION_ZIP64);
      b.putInt(0).putInt(0).putLong(entries).putLong(entries);
      b.putLong(directoryBytes).putLong(directoryOffset);
      b.putInt(0x07064b50).putInt(0).putLong(directoryOffset + directoryBytes).putInt(1);
    }
    short count = (short) (many ? MANY : entries);
    b.putInt(0x06054b50).putShort((short) 0).putShort((short) 0).putShort(count).putShort(count);
    b.putInt((int) directoryBytes).putInt((int) directoryOffset).putShort((short) 0);
    return record;
  }

  private static void putShared(ByteBuffer b, byte[] name, int crc, int deflated, int bytes) {
    b.putShort(VERSION).putShort((short) 0).putShort(DEFLATED);
    b.putShort(MIDNIGHT).putShort(FIRST_OF_1980).putInt(crc).putInt(deflated).putInt(bytes);
    b.putShort((short) name.length).putShort((short) 0);
  }

  private static int littleEndian(int bigEndian) {
    return Integer.reverseBytes(bigEndian);
  }

  private static ByteBuffer littleEndian(byte[] record) {
    return ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
  }
}
