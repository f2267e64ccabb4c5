package broadside.proof.note;

import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A public Ed25519 key with its name and what it signs, written {@code NAME+keyid+base64(type ‖
 * key)}.
 *
 * <p>Two keys are equal where name, type and key are. A threshold must not count by this: use
 * {@link #publicKey()}, since one key can be written under two names.
 */
public final class VerifierKey {
  private static final int KEY_BYTES = 32;
  private static final int NAME_BYTES = 200;

  private final String name;
  private final KeyType type;
  private final byte[] key;
  private final int keyId;
  private final PublicKey ed25519;

  /**
   * A key.
   *
   * @param name not empty, no space, no plus; at most 200 bytes
   * @param key 32 bytes as in RFC 8032 §5.1.2
   * @throws FormatException where the name is no name, or the key no point of the curve in its one
   *     encoding, or a point of low order, under which anybody can sign
   */
  public VerifierKey(String name, KeyType type, byte[] key) throws FormatException {
    if (!isName(name)) {
      throw new FormatException("no name of a key: " + name);
    }
    this.name = name;
    this.type = type;
    this.key = key.clone();
    byte[] head = (name + "\n").getBytes(StandardCharsets.UTF_8);
    this.keyId = ByteBuffer.wrap(SignedText.sha256(head, new byte[] {type.code()}, key)).getInt();
    try {
      this.ed25519 =
          KeyFactory.getInstance("Ed25519")
              .generatePublic(
                  new EdECPublicKeySpec(NamedParameterSpec.ED25519, CurvePoint.decode(key)));
    } catch (GeneralSecurityException e) {
      throw new FormatException("no Ed25519 key: " + name);
    }
  }

  /** True for what can name a key: not empty, no space, no plus, nothing that misleads. */
  public static boolean isName(String name) {
    return !name.isEmpty()
        && SignedText.isOneLine(name)
        && name.codePoints().noneMatch(VerifierKey::isSpaceOrPlus)
        && name.getBytes(StandardCharsets.UTF_8).length <= NAME_BYTES;
  }

  private static boolean isSpaceOrPlus(int c) {
    return c == '+' || Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  /** {@code NAME+keyid+base64(type ‖ key)}. */
  public String print() {
    byte[] typed = ByteBuffer.allocate(1 + KEY_BYTES).put(type.code()).put(key).array();
    return name + "+" + HexFormat.of().toHexDigits(keyId) + "+" + SignedText.base64(typed);
  }

  /** The inverse of {@link #print()}. */
  public static VerifierKey parse(String text) throws FormatException {
    String[] parts = text.split("\\+", 3);
    if (parts.length != 3) {
      throw new FormatException("no key of the form NAME+ID+KEY: " + text);
    }
    byte[] typed = SignedText.base64(parts[2]);
    if (typed.length != 1 + KEY_BYTES) {
      throw new FormatException("no Ed25519 key: " + text);
    }
    byte[] key = Arrays.copyOfRange(typed, 1, typed.length);
    VerifierKey parsed = new VerifierKey(parts[0], KeyType.of(typed[0]), key);
    if (!parsed.print().equals(text)) {
      throw new FormatException("the id of the key does not fit it: " + text);
    }
    return parsed;
  }

  public String name() {
    return name;
  }

  public KeyType type() {
    return type;
  }

  /** The first four bytes of SHA-256(name ‖ LF ‖ type ‖ key). */
  public int keyId() {
    return keyId;
  }

  /** The bare key in lower-case hex: what a threshold counts. */
  public String publicKey() {
    return HexFormat.of().formatHex(key);
  }

  /** True where {@code signature} is this key's over exactly these bytes. */
  public boolean verifies(byte[] signed, byte[] signature) {
    try {
      Signature check = Signature.getInstance("Ed25519");
      check.initVerify(ed25519);
      check.update(signed);
      return check.verify(signature);
    } catch (SignatureException e) {
      return false; // of another length, or no point at all
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has Ed25519", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VerifierKey k
        && name.equals(k.name)
        && type == k.type
        && Arrays.equals(key, k.key);
  }

  @Override
  public int hashCode() {
    return keyId;
  }

  @Override
  public String toString() {
    return print();
  }
}
