package broadside.archive.index;

import broadside.mail.message.ContentKey;
import broadside.mail.message.Message;
import broadside.proof.release.ManifestLine;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What is indexed of one number.
 *
 * @param line its manifest line
 * @param message the mail as published, or null where withheld or withdrawn
 * @param volume 1 for {@code mail.zip}, 2 for {@code mail-2.zip}; 0 where withheld
 * @param offset byte offset in the volume of the deflated bytes
 * @param deflated number of deflated bytes
 * @param copy the first 8 bytes of the mail's {@link ContentKey}; 0 where withheld
 */
public record IndexEntry(
    ManifestLine line,
    @Nullable Message message,
    int volume,
    long offset,
    long deflated,
    long copy) {

  /** An entry whose content key is not known yet: it is computed. */
  public IndexEntry(
      ManifestLine line, @Nullable Message message, int volume, long offset, long deflated) {
    this(line, message, volume, offset, deflated, message == null ? 0 : copy(message));
  }

  private static long copy(Message message) {
    return ByteBuffer.wrap(ContentKey.of(message)).getLong();
  }
}
