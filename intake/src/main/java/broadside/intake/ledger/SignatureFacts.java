package broadside.intake.ledger;

import broadside.proof.release.SignatureVerdict;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a mail's signatures.
 *
 * @param verdicts one for each, empty for an unsigned mail; null where nobody looked
 * @param names under which keys were found, or found to be absent
 */
public record SignatureFacts(@Nullable List<SignatureVerdict> verdicts, Set<String> names) {
  /** Of a mail that bears none. */
  public static final SignatureFacts UNSIGNED = new SignatureFacts(List.of(), Set.of());

  /** Of a mail whose signatures nobody looked at. */
  public static final SignatureFacts UNKNOWN = new SignatureFacts(null, Set.of());

  public SignatureFacts {
    verdicts = verdicts == null ? null : List.copyOf(verdicts);
    names = Set.copyOf(names);
  }
}
