package broadside.intake.dkim;

import broadside.archive.dkim.VerdictList;
import broadside.intake.ledger.SignatureFacts;
import broadside.mail.dkim.Authentication;
import broadside.mail.dkim.Authenticator;
import broadside.mail.dkim.DomainKey;
import broadside.mail.dkim.KeySource;
import broadside.proof.release.SignatureVerdict;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Says of mails what a ledger keeps of their signatures.
 *
 * <p><b>Threads:</b> one each.
 */
public final class SignatureReader {
  private static final SignatureReading UNSIGNED =
      new SignatureReading(SignatureFacts.UNSIGNED, List.of());

  private final Set<String> names = new HashSet<>();
  private final Authenticator authenticator;

  /** One that looks keys up in {@code keys}. */
  public SignatureReader(KeySource keys) {
    authenticator =
        new Authenticator(name -> {
          List<DomainKey> found = keys.find(name);
          if (found != null) {
            names.add(name);
          }
          return found;
        });
  }

  /**
   * What was read.
   *
   * @param limits what was not looked at, each for a person
   */
  public record SignatureReading(SignatureFacts facts, List<String> limits) {
    public SignatureReading {
      limits = List.copyOf(limits);
    }
  }

  /** What the signatures of a mail are worth. */
  public SignatureReading read(byte[] mail) {
    names.clear();
    Authentication authentication = authenticator.authenticate(mail);
    if (authentication.equals(Authentication.UNSIGNED)) {
      return UNSIGNED;
    }
    List<SignatureVerdict> verdicts =
        authentication.results().stream().map(VerdictList::verdict).toList();
    return new SignatureReading(new SignatureFacts(verdicts, names), authentication.limits());
  }
}
