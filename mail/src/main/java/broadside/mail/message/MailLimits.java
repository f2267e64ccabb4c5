package broadside.mail.message;

/**
 * What one mail may cost. Every number is finite; what lies beyond is left out of the {@link
 * Message} and named in a {@link Defect}, and the mail's bytes are kept whole.
 *
 * @param messageBytes bytes of one mail; a longer one is refused by the source reader
 * @param depth levels of multipart and nested message; real mail stays under 20
 * @param parts parts in all; real mail stays under 500
 * @param headerBytes bytes of one header block
 * @param headerFields fields of one header block
 * @param addresses mailboxes of one header
 * @param decodedBytes decoded bytes of all parts together
 * @param bodyChars characters of each body kept for reading and searching, and of all nested mails'
 *     bodies together but the last
 * @param nested nested mails read for what they say; the parts of all others are known still
 */
public record MailLimits(
    int messageBytes,
    int depth,
    int parts,
    int headerBytes,
    int headerFields,
    int addresses,
    long decodedBytes,
    int bodyChars,
    int nested) {

  /** The documented defaults. */
  public static final MailLimits DEFAULT =
      new MailLimits(
          64 << 20, // larger than any provider delivers; three copies still fit in a 512 MB heap
          64,
          1_000,
          1 << 20,
          10_000,
          5_000,
          128L << 20,
          4 << 20,
          200);
}
