package broadside.examples.mime;

import java.nio.charset.StandardCharsets;

/**
 * A file that travels with a letter.
 *
 * @param name the file's name, any characters
 * @param type its media type, as claimed
 * @param contentId for a picture inside the HTML: its content id; else empty
 * @param content its bytes
 */
public record Attachment(String name, String type, String contentId, byte[] content) {

  /** A file beside the text. */
  public static Attachment of(String name, String type, byte[] content) {
    return new Attachment(name, type, "", content);
  }

  /** A text file beside the text, in UTF-8. */
  public static Attachment of(String name, String type, String content) {
    return of(name, type, content.getBytes(StandardCharsets.UTF_8));
  }

  /** A picture that the HTML shows as {@code cid:contentId}. */
  public static Attachment inline(String name, String type, String contentId, byte[] content) {
    return new Attachment(name, type, contentId, content);
  }

  boolean isInline() {
    return !contentId.isEmpty();
  }
}
