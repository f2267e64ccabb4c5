package broadside.intake.segment;

import java.util.List;

/**
 * A mail as a segment and a zip hold it.
 *
 * @param pieces raw deflate (RFC 1951), without zlib's header, in order; most mails have one piece
 * @param deflated bytes of all pieces
 * @param bytes size of the mail
 * @param crc CRC-32 of the mail
 */
public record DeflatedMail(List<byte[]> pieces, int deflated, int bytes, int crc) {
  public DeflatedMail {
    pieces = List.copyOf(pieces);
  }
}
