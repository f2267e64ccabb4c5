package broadside.mail.message;

/**
 * Something wrong with a mail that was repaired, guessed or left out.
 *
 * @param kind what it is
 * @param detail which header, part or value, for a person; at most 200 characters, no control
 *     characters
 */
public record Defect(Kind kind, String detail) {

  /** The closed list of defects; its lower-case name with hyphens is shown and stored. */
  public enum Kind {
    MISSING_FROM,
    BAD_ADDRESS,
    MISSING_DATE,
    BAD_DATE,
    IMPOSSIBLE_DATE,
    MISSING_MESSAGE_ID,
    REPEATED_HEADER,
    BAD_HEADER,
    BAD_ENCODED_WORD,
    RAW_8BIT_HEADER,
    BAD_MEDIA_TYPE,
    MISSING_BOUNDARY,
    UNCLOSED_MULTIPART,
    BAD_TRANSFER_ENCODING,
    BAD_CHARSET,
    GUESSED_CHARSET,
    NUL_BYTES,
    BARE_CR,
    LIMIT_DEPTH,
    LIMIT_PARTS,
    LIMIT_HEADER_BYTES,
    LIMIT_DECODED_BYTES,
    LIMIT_ADDRESSES;

    /** True for what says that something was left out, and not that something is wrong. */
    public boolean isLimit() {
      return name().startsWith("LIMIT_");
    }
  }
}
