package broadside.intake.ledger;

import broadside.intake.segment.SegmentPlace;
import broadside.proof.release.SignatureVerdict;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A mail of the ledger.
 *
 * @param id its place in the order of intake, from 1
 * @param hash SHA-256 of its bytes
 * @param content equal for copies
 * @param salt 32 random bytes, for its commitment
 * @param thread its own thread key
 * @param release the release it is in, or 0
 * @param number its number in the publication, or 0
 * @param dkim what its signatures are worth; null where nobody looked
 */
public record Mail(
    long id,
    byte[] hash,
    MailState state,
    @Nullable Instant date,
    byte[] content,
    byte[] salt,
    int attachments,
    SegmentPlace stored,
    long thread,
    int release,
    long number,
    @Nullable List<SignatureVerdict> dkim) {

  /** Its hash in hex; any 12 or more digits from the front name it to the editors. */
  public String hex() {
    return HexFormat.of().formatHex(hash);
  }

  /** The first 12 digits of its hash, as the editors see it. */
  public String intakeId() {
    return hex().substring(0, 12);
  }
}
