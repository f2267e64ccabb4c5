package broadside.mail.charset;

/**
 * Text, and how far its charset can be trusted.
 *
 * @param text what the bytes say; U+FFFD where they say nothing
 * @param charset the name of the charset it was read with
 */
public record DecodedText(String text, String charset, Trust trust) {

  /** How the charset was found. */
  public enum Trust {
    /** The bytes are what the label says, or a superset of it. */
    LABELLED,
    /** There was a label; the bytes are not what it says, in part or as a whole. */
    MISLABELLED,
    /** There was no usable label; the charset was guessed from the bytes. */
    GUESSED
  }
}
