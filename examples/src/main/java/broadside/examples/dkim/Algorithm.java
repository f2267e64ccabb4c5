package broadside.examples.dkim;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;

/** The values of {@code a=}. All of them are deterministic. */
public enum Algorithm {
  RSA_SHA256("rsa-sha256", "SHA-256", "SHA256withRSA"),

  /** Forbidden since RFC 8301, and still met. */
  RSA_SHA1("rsa-sha1", "SHA-1", "SHA1withRSA"),

  ED25519_SHA256("ed25519-sha256", "SHA-256", "Ed25519");

  private final String token;
  private final String digest;
  private final String signature;

  Algorithm(String token, String digest, String signature) {
    this.token = token;
    this.digest = digest;
    this.signature = signature;
  }

  String token() {
    return token;
  }

  byte[] hash(byte[] data) {
    try {
      return MessageDigest.getInstance(digest).digest(data);
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException(missing);
    }
  }

  /** The signature of header data; Ed25519 signs its hash (RFC 8463 §3). */
  byte[] sign(PrivateKey key, byte[] data) {
    try {
      Signature signer = Signature.getInstance(signature);
      signer.initSign(key);
      signer.update(this == ED25519_SHA256 ? hash(data) : data);
      return signer.sign();
    } catch (GeneralSecurityException unfit) {
      throw new IllegalStateException(token, unfit);
    }
  }
}
