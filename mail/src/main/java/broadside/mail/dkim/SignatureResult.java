package broadside.mail.dkim;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What came of one signature, or of one ARC chain.
 *
 * @param verdict never {@link Verdict#UNSIGNED}
 * @param arc 0 for a DKIM signature, else the number of sets in the ARC chain
 * @param domain {@code d=} of the signature, or of the chain's newest seal, in lower case; "" where
 *     it is no domain name
 * @param selector {@code s=}, in lower case; "" where it is none
 * @param key the key that the verdict rests on, or null
 * @param undoing what had to be undone for it to hold
 * @param weaknesses why it is {@link Verdict#WEAK}; also told beside {@link Verdict#KEY_PUBLIC}
 * @param detail for a person: what is wrong; "" where nothing is; at most 200 characters, no
 *     control characters
 */
public record SignatureResult(
    Verdict verdict,
    int arc,
    String domain,
    String selector,
    @Nullable DomainKey key,
    Undoing undoing,
    Set<Weakness> weaknesses,
    String detail) {

  public SignatureResult {
    weaknesses = Set.copyOf(weaknesses);
  }
}
