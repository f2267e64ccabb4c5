package broadside.proof.sealed;

import broadside.proof.note.SigningKey;
import broadside.proof.text.FormatException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import java.util.Locale;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * A key that decrypts: an X25519 identity of age (C2SP age). That of a sealed release is derived
 * from the secret that is shared, for one release of one log; that of a custodian, to which shares
 * are encrypted, from the key with which it signs.
 *
 * <p>Closing it overwrites its bytes, as for {@link Secret}; the text of {@link #print()} stays in
 * memory until it is collected.
 *
 * <p><b>Threads:</b> one.
 */
public final class AgeIdentity implements AutoCloseable {
  private static final int BYTES = 32;
  private static final String IDENTITY = "age-secret-key-";
  private static final String RECIPIENT = "age";
  private static final byte[] SALT = "sealed-release/v1".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CUSTODIAN = "custodian/v1".getBytes(StandardCharsets.US_ASCII);
  private static final BigInteger BASE_POINT = BigInteger.valueOf(9);

  private final byte[] scalar;
  private boolean isWiped;

  private AgeIdentity(byte[] scalar) {
    this.scalar = scalar;
  }

  /** HKDF-SHA256 of the secret, for this release of the log of this origin. */
  public static AgeIdentity of(Secret secret, String origin, int number) {
    byte[] key = secret.bytes();
    byte[] info = (origin + "\n" + number + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      HKDFParameterSpec both =
          HKDFParameterSpec.ofExtract().addIKM(key).addSalt(SALT).thenExpand(info, BYTES);
      return new AgeIdentity(KDF.getInstance("HKDF-SHA256").deriveData(both));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("JDK 25 has HKDF-SHA256", e);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /**
   * That of the custodian who signs with this key, for any number of releases: there is one file to
   * keep.
   */
  public static AgeIdentity of(SigningKey custodian) {
    return new AgeIdentity(custodian.derive(CUSTODIAN));
  }

  /** {@code AGE-SECRET-KEY-1…}, as age reads it. */
  public String print() {
    return Bech32.encode(IDENTITY, open()).toUpperCase(Locale.ROOT);
  }

  /** The inverse of {@link #print()}. */
  public static AgeIdentity parse(String text) throws FormatException {
    String lower = text.toLowerCase(Locale.ROOT);
    byte[] scalar = key(IDENTITY, lower);
    if (!text.equals(lower.toUpperCase(Locale.ROOT))) {
      throw new FormatException("an age identity that is not in upper case");
    }
    return new AgeIdentity(scalar);
  }

  /** To whom is encrypted what this identity decrypts: {@code age1…}. */
  public String recipient() {
    try {
      KeyFactory keys = KeyFactory.getInstance("X25519");
      KeyAgreement product = KeyAgreement.getInstance("X25519");
      product.init(keys.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, open())));
      product.doPhase(
          keys.generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, BASE_POINT)), true);
      return Bech32.encode(RECIPIENT, product.generateSecret());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has X25519", e);
    }
  }

  /** True for a recipient in its one encoding. */
  public static boolean isRecipient(String text) {
    try {
      return key(RECIPIENT, text).length == BYTES;
    } catch (FormatException e) {
      return false;
    }
  }

  private static byte[] key(String prefix, String text) throws FormatException {
    byte[] key = Bech32.decode(prefix, text);
    if (key.length != BYTES) {
      throw new FormatException("an age key of " + key.length + " bytes, not " + BYTES);
    }
    return key;
  }

  private byte[] open() {
    if (isWiped) {
      throw new IllegalStateException("the identity was wiped");
    }
    return scalar;
  }

  /** Overwrites it; it cannot be used any more: nothing is encrypted to a key of zeros. */
  @Override
  public void close() {
    Arrays.fill(scalar, (byte) 0);
    isWiped = true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AgeIdentity i && MessageDigest.isEqual(open(), i.open());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(open());
  }

  /** Says nothing of it. */
  @Override
  public String toString() {
    return "an age identity";
  }
}
