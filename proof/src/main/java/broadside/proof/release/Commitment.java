package broadside.proof.release;

import broadside.proof.text.SignedText;
import java.nio.charset.StandardCharsets;

/**
 * What a manifest says of a mail, or a seal of a release, without showing it: SHA-256 over a label,
 * a salt and the bytes. Nobody without the salt can tell by guessing what a commitment hides.
 */
public final class Commitment {
  /** Bytes of a salt. */
  public static final int SALT_BYTES = 32;

  private static final byte[] MAIL = "broadside/v1 mail\n".getBytes(StandardCharsets.US_ASCII);

  private static final byte[] RELEASE = "broadside/v1 commit\n".getBytes(StandardCharsets.US_ASCII);

  private Commitment() {}

  /**
   * H({@code broadside/v1 mail}, salt, mail).
   *
   * @throws IllegalArgumentException where the salt is not of 32 bytes
   */
  public static byte[] toMail(byte[] salt, byte[] mail) {
    return to(MAIL, salt, mail);
  }

  /**
   * H({@code broadside/v1 commit}, salt, text of a release's statement): what is sealed.
   *
   * @throws IllegalArgumentException where the salt is not of 32 bytes
   */
  public static byte[] toRelease(byte[] salt, byte[] text) {
    return to(RELEASE, salt, text);
  }

  private static byte[] to(byte[] label, byte[] salt, byte[] content) {
    if (salt.length != SALT_BYTES) {
      throw new IllegalArgumentException("a salt of " + salt.length + " bytes, not 32");
    }
    return SignedText.sha256(label, salt, content);
  }
}
