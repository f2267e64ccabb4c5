package broadside.mail.dkim;

import org.jspecify.annotations.Nullable;

/** The signature algorithms of RFC 6376 and RFC 8463. */
enum Algorithm {
  RSA_SHA1("rsa-sha1", "rsa", Hash.SHA1),
  RSA_SHA256("rsa-sha256", "rsa", Hash.SHA256),
  ED25519_SHA256("ed25519-sha256", "ed25519", Hash.SHA256);

  /** As {@code a=} writes it. */
  final String word;

  /** The {@code k=} of keys that it takes. */
  final String keyType;

  final Hash hash;

  Algorithm(String word, String keyType, Hash hash) {
    this.word = word;
    this.keyType = keyType;
    this.hash = hash;
  }

  /** The one of that name in lower case, or null. */
  static @Nullable Algorithm of(String word) {
    for (Algorithm algorithm : values()) {
      if (algorithm.word.equals(word)) {
        return algorithm;
      }
    }
    return null;
  }
}
