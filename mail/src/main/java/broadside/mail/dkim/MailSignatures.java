package broadside.mail.dkim;

import broadside.mail.dkim.SignatureField.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The signatures of one mail that are within the limits.
 *
 * @param dkim in the order of the mail
 * @param chain null where there is none, or where it was left out
 * @param leftOut what is beyond the limits, for a person
 */
record MailSignatures(List<SignatureField> dkim, @Nullable ArcChain chain, List<String> leftOut) {

  static MailSignatures read(MailHeader header, DkimLimits limits) {
    List<SignatureField> dkim = new ArrayList<>(4);
    List<String> leftOut = new ArrayList<>(0);
    int count = 0;
    for (int field = 0; field < header.count(); field++) {
      if (header.is(field, "dkim-signature") && ++count <= limits.signatures()) {
        dkim.add(SignatureField.read(header, field, Kind.DKIM, limits));
      }
    }
    if (count > limits.signatures()) {
      leftOut.add(count + " signatures; the first " + limits.signatures() + " were looked at");
    }
    if (header.isBeyondLimits()) {
      leftOut.add(
          "the header has more than "
              + limits.headerFields()
              + " fields or "
              + limits.headerBytes()
              + " bytes");
    }
    ArcChain chain = ArcChain.read(header, limits);
    if (chain != null
        && (chain.problem().isEmpty() ? chain.size() + 1 : 1) > limits.signatures() - dkim.size()) {
      leftOut.add(
          "an ARC chain of "
              + chain.size()
              + " sets beside "
              + count
              + " signatures; the chain was not looked at");
      chain = null;
    }
    return new MailSignatures(dkim, chain, leftOut);
  }

  /** All that sign the body: each DKIM signature, and the newest message signature of the chain. */
  List<SignatureField> overBody() {
    if (chain == null || !chain.problem().isEmpty()) {
      return dkim;
    }
    List<SignatureField> all = new ArrayList<>(dkim);
    all.add(chain.message(chain.size()));
    return all;
  }
}
