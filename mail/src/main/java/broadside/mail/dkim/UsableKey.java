package broadside.mail.dkim;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.EnumMap;
import java.util.Map;

/**
 * A public key that signatures can be verified with.
 *
 * <p><b>Threads:</b> one each.
 */
final class UsableKey {
  private final PublicKey key;
  private final boolean isShort;
  private final Map<Algorithm, Signature> verifiers = new EnumMap<>(Algorithm.class);

  /**
   * @param isShort true where it has fewer bits than RFC 8301 §3.2 allows
   */
  UsableKey(PublicKey key, boolean isShort) {
    this.key = key;
    this.isShort = isShort;
  }

  boolean isShort() {
    return isShort;
  }

  /** True where the signature over the data is this key's. The key is of the algorithm's type. */
  boolean verifies(Algorithm algorithm, HeaderData data, byte[] signature, Digests digests) {
    try {
      Signature verifier = verifier(algorithm);
      if (algorithm == Algorithm.ED25519_SHA256) {
        // RFC 8463 §3: the signature is over the hash.
        MessageDigest digest = digests.of(Hash.SHA256);
        digest.update(data.bytes(), 0, data.length());
        verifier.update(digest.digest());
      } else {
        verifier.update(data.bytes(), 0, data.length());
      }
      return verifier.verify(signature);
    } catch (SignatureException | InvalidKeyException e) {
      // Of a wrong length, or the key is too short for the hash.
      verifiers.remove(algorithm);
      return false;
    }
  }

  private Signature verifier(Algorithm algorithm) throws InvalidKeyException {
    Signature known = verifiers.get(algorithm);
    if (known != null) {
      return known;
    }
    Signature made = create(algorithm);
    made.initVerify(key);
    verifiers.put(algorithm, made);
    return made;
  }

  private static Signature create(Algorithm algorithm) {
    String name =
        switch (algorithm) {
          case RSA_SHA1 -> "SHA1withRSA";
          case RSA_SHA256 -> "SHA256withRSA";
          case ED25519_SHA256 -> "Ed25519";
        };
    try {
      return Signature.getInstance(name);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + name, e);
    }
  }
}
