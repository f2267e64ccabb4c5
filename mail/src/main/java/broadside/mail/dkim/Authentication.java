package broadside.mail.dkim;

import java.util.List;

/**
 * What the signatures of one mail say.
 *
 * @param results DKIM signatures in the order of the mail, first line first, then the ARC chain
 *     where there is one; empty for an unsigned mail
 * @param limits what was left out, each for a person: "20 signatures; the first 16 were looked at"
 */
public record Authentication(List<SignatureResult> results, List<String> limits) {

  /** What an unsigned mail gives. */
  public static final Authentication UNSIGNED = new Authentication(List.of(), List.of());

  public Authentication {
    results = List.copyOf(results);
    limits = List.copyOf(limits);
  }
}
