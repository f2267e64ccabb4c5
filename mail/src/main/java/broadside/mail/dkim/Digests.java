package broadside.mail.dkim;

import java.security.MessageDigest;

/**
 * Digests to use again.
 *
 * <p><b>Threads:</b> one each.
 */
final class Digests {
  private final MessageDigest sha1 = Hash.SHA1.digest();
  private final MessageDigest sha256 = Hash.SHA256.digest();

  MessageDigest of(Hash hash) {
    return switch (hash) {
      case SHA1 -> sha1;
      case SHA256 -> sha256;
    };
  }
}
