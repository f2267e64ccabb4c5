package broadside.mail.dkim;

import java.util.ArrayList;
import java.util.List;

/**
 * Verifies the signatures of mails.
 *
 * <p><b>Threads:</b> one each.
 */
public final class Authenticator {
  private final KeySource keys;
  private final DkimLimits limits;
  private final KeyRecords records;
  private final HeaderData data = new HeaderData();
  private final Digests digests = new Digests();

  /** One that takes its keys from {@code keys}. */
  public Authenticator(KeySource keys) {
    this(keys, DkimLimits.DEFAULT);
  }

  Authenticator(KeySource keys, DkimLimits limits) {
    this.keys = keys;
    this.limits = limits;
    this.records = new KeyRecords(limits);
  }

  /**
   * What the signatures of a mail say.
   *
   * @param mail its bytes, with line ends of CR LF or LF
   */
  public Authentication authenticate(byte[] mail) {
    if (!MailHeader.maybeSigned(mail)) {
      return Authentication.UNSIGNED;
    }
    MailHeader header = MailHeader.read(mail, limits);
    MailSignatures signatures = MailSignatures.read(header, limits);
    MailKeys mailKeys = new MailKeys(keys, limits);
    SignatureCheck check =
        new SignatureCheck(
            header,
            new BodyHashes(header, digests, signatures.overBody()),
            mailKeys,
            records,
            data,
            digests);
    List<SignatureResult> results = new ArrayList<>();
    for (SignatureField signature : signatures.dkim()) {
      results.add(check.message(signature));
    }
    ArcChain chain = signatures.chain();
    if (chain != null) {
      results.add(ArcCheck.check(chain, check));
    }
    List<String> leftOut = new ArrayList<>(signatures.leftOut());
    mailKeys.report(leftOut);
    return new Authentication(results, leftOut);
  }
}
