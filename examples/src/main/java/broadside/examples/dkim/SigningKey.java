package broadside.examples.dkim;

import java.security.PrivateKey;

/**
 * A domain's key.
 *
 * @param record what stands under {@link #name()} in the DNS of the story
 * @param recorded the day when somebody wrote the record down, such as {@code 2018-04-03}; empty
 *     where nobody did
 * @param published whether the private half got out in the story
 */
public record SigningKey(
    String selector,
    String domain,
    PrivateKey key,
    String record,
    String recorded,
    boolean published) {

  String name() {
    return selector + "._domainkey." + domain;
  }
}
