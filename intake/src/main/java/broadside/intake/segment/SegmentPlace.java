package broadside.intake.segment;

/**
 * Where a mail lies in the segments.
 *
 * @param segment number of the segment, from 1
 * @param offset of the record's first byte in the segment
 * @param deflated number of deflated bytes
 * @param bytes size of the mail
 * @param crc CRC-32 of the mail, as zip wants it
 */
public record SegmentPlace(int segment, long offset, int deflated, int bytes, int crc) {

  /** Offset of the first deflated byte in the segment. */
  public long dataOffset() {
    return offset + SegmentFormat.RECORD_HEADER;
  }

  /** Offset of the byte behind the record. */
  public long end() {
    return dataOffset() + deflated;
  }
}
