package broadside.archive.release;

/**
 * A mail as it lies in a segment and in {@code mail.zip}.
 *
 * @param deflated raw deflate data (RFC 1951)
 * @param bytes size once inflated
 * @param crc CRC-32 of the inflated bytes
 */
public record DeflatedMail(byte[] deflated, int bytes, int crc) {}
