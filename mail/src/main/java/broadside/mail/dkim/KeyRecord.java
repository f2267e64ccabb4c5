package broadside.mail.dkim;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key record as in RFC 6376 §3.6.1 and RFC 8463 §4, with its key.
 *
 * @param problem why no signature can use it, or ""
 * @param key the key, null where there is a problem
 * @param type {@code k=}
 * @param hashes the hash functions it may be used with; empty for all
 * @param testing {@code t=y}
 * @param sameDomain {@code t=s}: the domain of {@code i=} must be that of {@code d=}
 */
record KeyRecord(
    String problem,
    @Nullable UsableKey key,
    String type,
    List<String> hashes,
    boolean testing,
    boolean sameDomain) {
  private static final int WEAK_BELOW_BITS = 1_024;
  private static final int ED25519_BYTES = 32;

  /** What stands before the 32 bytes in a SubjectPublicKeyInfo (RFC 8410). */
  private static final byte[] ED25519_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

  /** The AlgorithmIdentifier of RSA. */
  private static final byte[] RSA_ALGORITHM =
      HexFormat.of().parseHex("300d06092a864886f70d0101010500");

  /** Reads a record. */
  static KeyRecord parse(String record, DkimLimits limits) {
    if (record.length() > DomainKey.RECORD_CHARS) {
      return unusable("the key record has more than " + DomainKey.RECORD_CHARS + " characters");
    }
    byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
    TagList tags = TagList.parse(bytes, 0, bytes.length);
    if (tags == null) {
      return unusable("the key record is not a list of tags");
    }
    String version = tags.get("v");
    if (version != null && !(version.equals("DKIM1") && tags.first().equals("v"))) {
      return unusable("the key record is of an unknown version");
    }
    String data = tags.get("p");
    if (data == null) {
      return unusable("the key record has no key");
    }
    if (data.isEmpty()) {
      return unusable("the key was revoked");
    }
    List<String> services = tags.items("s");
    if (!services.isEmpty() && !services.contains("*") && !services.contains("email")) {
      return unusable("the key is not for mail");
    }
    return withKey(tags, TagList.compact(data), limits);
  }

  private static KeyRecord withKey(TagList tags, String base64, DkimLimits limits) {
    String type = tags.word("k", "rsa");
    List<String> flags = tags.items("t");
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      UsableKey key =
          switch (type) {
            case "rsa" -> rsa(bytes, limits);
            case "ed25519" -> ed25519(bytes);
            default -> null;
          };
      return key == null
          ? unusable("the key is of an unknown type or beyond the limits")
          : new KeyRecord("", key, type, tags.items("h"), flags.contains("y"), flags.contains("s"));
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      return unusable("the key record's key cannot be read");
    }
  }

  private static KeyRecord unusable(String problem) {
    return new KeyRecord(problem, null, "", List.of(), false, false);
  }

  private static UsableKey ed25519(byte[] bytes) throws GeneralSecurityException {
    if (bytes.length != ED25519_BYTES) {
      throw new IllegalArgumentException("32 bytes, not " + bytes.length);
    }
    return new UsableKey(
        KeyFactory.getInstance("Ed25519")
            .generatePublic(new X509EncodedKeySpec(join(ED25519_HEAD, bytes))),
        false);
  }

  /** The key, or null where it is beyond the limits. */
  private static @Nullable UsableKey rsa(byte[] bytes, DkimLimits limits)
      throws GeneralSecurityException {
    RSAPublicKey key = rsaKey(bytes);
    int bits = key.getModulus().bitLength();
    BigInteger exponent = key.getPublicExponent();
    return bits < limits.rsaMinBits()
            || bits > limits.rsaMaxBits()
            || exponent.bitLength() > limits.rsaExponentBits()
        ? null
        : new UsableKey(key, bits < WEAK_BELOW_BITS);
  }

  /** Reads a SubjectPublicKeyInfo, as all publish it, or an RSAPublicKey, as RFC 6376 has it. */
  private static RSAPublicKey rsaKey(byte[] bytes) throws GeneralSecurityException {
    KeyFactory factory = KeyFactory.getInstance("RSA");
    try {
      return (RSAPublicKey) factory.generatePublic(new X509EncodedKeySpec(bytes));
    } catch (GeneralSecurityException e) {
      byte[] bitString = der(0x03, join(new byte[1], bytes));
      byte[] wrapped = der(0x30, join(RSA_ALGORITHM, bitString));
      return (RSAPublicKey) factory.generatePublic(new X509EncodedKeySpec(wrapped));
    }
  }

  /** A DER element with a length of two bytes or less. */
  private static byte[] der(int tag, byte[] content) {
    int n = content.length;
    byte[] head =
        n < 0x80
            ? new byte[] {(byte) tag, (byte) n}
            : n < 0x100
                ? new byte[] {(byte) tag, (byte) 0x81, (byte) n}
                : new byte[] {(byte) tag, (byte) 0x82, (byte) (n >> 8), (byte) n};
    return join(head, content);
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] both = new byte[first.length + second.length];
    System.arraycopy(first, 0, both, 0, first.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  /** Why the signature may not use this key, or "". */
  String misfit(SignatureField signature) {
    if (!problem.isEmpty()) {
      return problem;
    }
    if (!type.equals(signature.algorithm().keyType)) {
      return "the key is not of the signature's type";
    }
    if (!hashes.isEmpty() && !hashes.contains(signature.algorithm().hash.word)) {
      return "the key is not for the signature's hash function";
    }
    return sameDomain && !signature.identityDomain.equals(signature.domain)
        ? "the key is not for domains below its own"
        : "";
  }
}
