package broadside.proof.release;

import broadside.proof.text.SignedText;
import java.nio.charset.StandardCharsets;

/**
 * What a manifest says of a mail without showing it: SHA-256 over a label, a salt and the bytes.
 * Nobody without the salt can tell by guessing what a commitment hides.
 */
public final class Commitment {
  /** Bytes of a salt. */
  public static final int SALT_BYTES = 32;

  private static final byte[] MAIL = "broadside/v1 mail\n".getBytes(StandardCharsets.US_ASCII);

  private Commitment() {}

  /**
   * H({@code broadside/v1 mail}, salt, mail).
   *
   * @throws IllegalArgumentException where the salt is not of 32 bytes
   */
  public static byte[] toMail(byte[] salt, byte[] mail) {
    if (salt.length != SALT_BYTES) {
      throw new IllegalArgumentException("a salt of " + salt.length + " bytes, not 32");
    }
    return SignedText.sha256(MAIL, salt, mail);
  }
}
