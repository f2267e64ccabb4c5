package broadside.mail.message;

import org.jspecify.annotations.Nullable;

/**
 * One node of the MIME structure.
 *
 * @param index its position in preorder, from 0; stable for the same bytes
 * @param parent index of the part it lies in, -1 for the root
 * @param depth 0 for the root; a nested message's parts go on counting
 * @param mediaType {@code type/subtype} in lower case
 * @param charset the declared charset as written, or null
 * @param fileName the decoded file name without any directory, or null
 * @param contentId without angle brackets, or null
 * @param bytes decoded size in bytes; 0 for a container
 * @param sha256 SHA-256 of the decoded bytes in lower-case hex, or null for a container
 */
public record Part(
    int index,
    int parent,
    int depth,
    String mediaType,
    Role role,
    @Nullable String charset,
    @Nullable String fileName,
    @Nullable String contentId,
    long bytes,
    @Nullable String sha256) {

  /** What a part is to a reader. */
  public enum Role {
    /** multipart/*. */
    CONTAINER(false),
    /** Text that belongs to the body shown. */
    TEXT_BODY(false),
    /** HTML that belongs to the body shown. */
    HTML_BODY(false),
    /** Another rendering of the body that is not shown (text/enriched, the other alternative). */
    ALTERNATIVE(false),
    /** A file. */
    ATTACHMENT(true),
    /** An image or other part that the HTML refers to by cid. */
    INLINE(true),
    /** message/rfc822 and the like: a whole mail; its own parts follow it. */
    NESTED_MESSAGE(true),
    /** text/calendar. */
    CALENDAR(true),
    /** application/ms-tnef (winmail.dat). */
    TNEF(true),
    /** A detached PGP or S/MIME signature. */
    SIGNATURE(true),
    /** S/MIME content inside its signature; what was signed follows it as its only child. */
    SIGNED(true),
    /** PGP or S/MIME encrypted content. */
    ENCRYPTED(true);

    private final boolean attachment;

    Role(boolean attachment) {
      this.attachment = attachment;
    }

    /** True for what a reader can download by itself. */
    public boolean isAttachment() {
      return attachment;
    }
  }
}
