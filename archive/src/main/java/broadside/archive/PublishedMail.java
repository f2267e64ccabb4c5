package broadside.archive;

import broadside.archive.release.TakenBack;
import broadside.proof.release.ManifestLine;
import org.jspecify.annotations.Nullable;

/**
 * One number of a publication as its release holds it.
 *
 * @param release the release's number
 * @param line its manifest line
 * @param eml the mail's bytes as published, or null where the number is withheld or withdrawn
 * @param act what became of the number after its release, or null where nothing did
 */
public record PublishedMail(
    int release, ManifestLine line, byte @Nullable [] eml, TakenBack.@Nullable Act act) {}
