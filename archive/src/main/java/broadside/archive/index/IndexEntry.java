package broadside.archive.index;

import broadside.mail.message.Message;
import broadside.proof.release.ManifestLine;
import org.jspecify.annotations.Nullable;

/**
 * What is indexed of one number.
 *
 * @param line its manifest line
 * @param message the mail as published, or null where withheld
 * @param volume 1 for {@code mail.zip}, 2 for {@code mail-2.zip}; 0 where withheld
 * @param offset byte offset in the volume of the deflated bytes
 * @param deflated number of deflated bytes
 */
public record IndexEntry(
    ManifestLine line, @Nullable Message message, int volume, long offset, long deflated) {}
