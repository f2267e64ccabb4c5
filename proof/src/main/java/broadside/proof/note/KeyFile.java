package broadside.proof.note;

import broadside.proof.text.Fields;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A signing key as it lies in a file: its public part readable, its private part encrypted under a
 * passphrase with AES-256-GCM, or bare. See docs/formats/key.md.
 *
 * @param verifier the public key
 * @param iterations of PBKDF2-HMAC-SHA256, or 0 where the key is bare
 * @param salt of PBKDF2, 16 bytes, or none where the key is bare
 * @param secret the seed; or nonce, ciphertext and tag
 */
public record KeyFile(VerifierKey verifier, int iterations, byte[] salt, byte[] secret) {
  /** What OWASP's password storage sheet asks of PBKDF2-HMAC-SHA256 (2023). */
  private static final int ITERATIONS = 600_000;

  private static final int MOST_ITERATIONS = 10_000_000; // some seconds
  private static final int SALT_BYTES = 16;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BYTES = 16;
  private static final String HEAD = "broadside/v1 key";

  public KeyFile {
    boolean bare = iterations == 0;
    int secretBytes = SigningKey.SEED_BYTES + (bare ? 0 : NONCE_BYTES + TAG_BYTES);
    if (iterations < 0
        || iterations > MOST_ITERATIONS
        || salt.length != (bare ? 0 : SALT_BYTES)
        || secret.length != secretBytes) {
      throw new IllegalArgumentException("no key file of " + verifier.name());
    }
    salt = salt.clone();
    secret = secret.clone();
  }

  /** A key without protection. */
  public static KeyFile bare(SigningKey key) {
    return new KeyFile(key.verifier(), 0, new byte[0], key.seed());
  }

  /** A key under a passphrase. */
  public static KeyFile encrypted(SigningKey key, char[] passphrase) {
    byte[] salt = random(SALT_BYTES);
    byte[] nonce = random(NONCE_BYTES);
    try {
      byte[] sealed =
          cipher(Cipher.ENCRYPT_MODE, key.verifier(), passphrase, ITERATIONS, salt, nonce)
              .doFinal(key.seed());
      byte[] secret =
          ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array();
      return new KeyFile(key.verifier(), ITERATIONS, salt, secret);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM and PBKDF2", e);
    }
  }

  /** True where a passphrase is needed. */
  public boolean isEncrypted() {
    return iterations > 0;
  }

  /**
   * The key.
   *
   * @param passphrase ignored where the key is bare
   * @throws FormatException where the passphrase is wrong or the file damaged
   */
  public SigningKey open(char[] passphrase) throws FormatException {
    if (!isEncrypted()) {
      return new SigningKey(verifier, secret);
    }
    byte[] nonce = Arrays.copyOf(secret, NONCE_BYTES);
    try {
      byte[] seed =
          cipher(Cipher.DECRYPT_MODE, verifier, passphrase, iterations, salt, nonce)
              .doFinal(secret, NONCE_BYTES, secret.length - NONCE_BYTES);
      return new SigningKey(verifier, seed);
    } catch (AEADBadTagException e) {
      throw new FormatException("the passphrase is wrong, or the key's file is damaged");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM and PBKDF2", e);
    }
  }

  /** The file's text. */
  public String print() {
    return HEAD
        + "\npublic "
        + verifier.print()
        + "\nprotection "
        + (isEncrypted()
            ? "pbkdf2-hmac-sha256 " + iterations + " " + SignedText.base64(salt)
            : "none")
        + "\nsecret "
        + SignedText.base64(secret)
        + "\n";
  }

  /** The file's bytes. */
  public byte[] encode() {
    return print().getBytes(StandardCharsets.UTF_8);
  }

  /** The inverse of {@link #encode()}. */
  public static KeyFile parse(byte[] bytes) throws FormatException {
    String text = SignedText.decode(bytes);
    Fields fields = new Fields(SignedText.lines(text));
    if (!fields.line().equals(HEAD)) {
      throw new FormatException("no key of Broadside");
    }
    VerifierKey verifier = VerifierKey.parse(fields.value("public"));
    String protection = fields.value("protection");
    byte[] secret = SignedText.base64(fields.value("secret"));
    fields.end();
    KeyFile file = of(verifier, protection, secret);
    if (!file.print().equals(text)) {
      throw new FormatException("a key's file that is not in its one encoding");
    }
    return file;
  }

  private static KeyFile of(VerifierKey verifier, String protection, byte[] secret)
      throws FormatException {
    try {
      if (protection.equals("none")) {
        return new KeyFile(verifier, 0, new byte[0], secret);
      }
      List<String> words = Fields.words(protection, 3);
      return new KeyFile(
          verifier, SignedText.integer(words.get(1)), SignedText.base64(words.get(2)), secret);
    } catch (IllegalArgumentException e) {
      throw new FormatException(String.valueOf(e.getMessage()));
    }
  }

  /** The public key is authenticated with the secret, so that no other can be put beside it. */
  private static Cipher cipher(
      int mode, VerifierKey key, char[] passphrase, int iterations, byte[] salt, byte[] nonce)
      throws GeneralSecurityException {
    char[] canonical =
        Normalizer.normalize(new String(passphrase), Normalizer.Form.NFC).toCharArray();
    PBEKeySpec spec = new PBEKeySpec(canonical, salt, iterations, 256);
    byte[] derived =
        SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    spec.clearPassword();
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        mode,
        new SecretKeySpec(derived, "AES"),
        new GCMParameterSpec(Byte.SIZE * TAG_BYTES, nonce));
    cipher.updateAAD(key.print().getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private static byte[] random(int bytes) {
    byte[] drawn = new byte[bytes];
    new SecureRandom().nextBytes(drawn);
    return drawn;
  }
}
