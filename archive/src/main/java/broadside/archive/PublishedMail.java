package broadside.archive;

import broadside.proof.release.ManifestLine;
import org.jspecify.annotations.Nullable;

/**
 * One number of a publication as its release holds it.
 *
 * @param release the release's number
 * @param line its manifest line
 * @param eml the mail's bytes as published, or null where the number is withheld
 */
public record PublishedMail(int release, ManifestLine line, byte @Nullable [] eml) {}
