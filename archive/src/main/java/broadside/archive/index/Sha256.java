package broadside.archive.index;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hash of this package. */
final class Sha256 {
  private Sha256() {}

  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  static byte[] of(byte[] bytes) {
    return digest().digest(bytes);
  }
}
