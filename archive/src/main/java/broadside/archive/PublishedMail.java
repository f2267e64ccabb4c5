package broadside.archive;

import broadside.archive.dkim.LaterVerdicts;
import broadside.archive.release.TakenBack;
import broadside.proof.release.ManifestLine;
import broadside.proof.release.SignatureVerdict;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One number of a publication as its release holds it.
 *
 * @param release the release's number
 * @param released when the release was made
 * @param line its manifest line
 * @param eml the mail's bytes as published, or null where the number is withheld or withdrawn
 * @param act what became of the number after its release, or null where nothing did
 * @param later what was said of its signatures after its release, or null where nothing was
 */
public record PublishedMail(
    int release,
    Instant released,
    ManifestLine line,
    byte @Nullable [] eml,
    TakenBack.@Nullable Act act,
    LaterVerdicts.@Nullable Later later) {

  /** What is said of its signatures now; null where nothing is. */
  public @Nullable List<SignatureVerdict> dkim() {
    return later == null ? line.dkim() : later.verdicts();
  }
}
