package broadside.mail.dkim;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hash functions of DKIM. */
enum Hash {
  SHA1("sha1", "SHA-1", 20),
  SHA256("sha256", "SHA-256", 32);

  /** As the {@code h=} of a key record writes it. */
  final String word;

  /** The length of its results. */
  final int bytes;

  private final String jdkName;

  Hash(String word, String jdkName, int bytes) {
    this.word = word;
    this.jdkName = jdkName;
    this.bytes = bytes;
  }

  MessageDigest digest() {
    try {
      return MessageDigest.getInstance(jdkName);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + jdkName, e);
    }
  }
}
