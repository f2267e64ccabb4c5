package broadside.proof.note;

import broadside.proof.text.FormatException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.time.Instant;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/** A private Ed25519 key with the public one that belongs to it. Ed25519 draws no randomness. */
public final class SigningKey {
  /** Bytes of a private key. */
  static final int SEED_BYTES = 32;

  private final VerifierKey verifier;
  private final byte[] seed;
  private final PrivateKey ed25519;

  /**
   * The key of this seed.
   *
   * @throws FormatException where the seed is not that of the public key
   */
  SigningKey(VerifierKey verifier, byte[] seed) throws FormatException {
    this.verifier = verifier;
    this.seed = seed.clone();
    try {
      this.ed25519 =
          KeyFactory.getInstance("Ed25519")
              .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
    } catch (GeneralSecurityException e) {
      throw new FormatException("no Ed25519 key of " + seed.length + " bytes");
    }
    byte[] probe = verifier.print().getBytes(StandardCharsets.UTF_8);
    if (!verifier.verifies(probe, signed(probe))) {
      throw new FormatException("the private key of " + verifier.name() + " is another key's");
    }
  }

  /** A new key, drawn from the system's randomness. */
  public static SigningKey generate(String name, KeyType type) throws FormatException {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      EdECPublicKey open = (EdECPublicKey) pair.getPublic();
      byte[] seed = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
      return new SigningKey(new VerifierKey(name, type, CurvePoint.encode(open.getPoint())), seed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has Ed25519", e);
    }
  }

  /** The public key. */
  public VerifierKey verifier() {
    return verifier;
  }

  byte[] seed() {
    return seed.clone();
  }

  /**
   * 32 bytes that whoever has this key can make and nobody else: HKDF-SHA256 of its seed with this
   * salt and the key's name. They say nothing of the key. The caller wipes them.
   *
   * @param salt one for each purpose
   */
  public byte[] derive(byte[] salt) {
    byte[] name = verifier.name().getBytes(StandardCharsets.UTF_8);
    HKDFParameterSpec both =
        HKDFParameterSpec.ofExtract().addIKM(seed).addSalt(salt).thenExpand(name, SEED_BYTES);
    try {
      return KDF.getInstance("HKDF-SHA256").deriveData(both);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("JDK 25 has HKDF-SHA256", e);
    }
  }

  /**
   * The signature line for a note's text.
   *
   * @throws IllegalStateException where the key is not for notes
   */
  public NoteSignature sign(String text) {
    require(KeyType.NOTE);
    byte[] signature = signed(text.getBytes(StandardCharsets.UTF_8));
    return new NoteSignature(verifier.name(), verifier.keyId(), signature);
  }

  /**
   * The signature line that says: at this time, in whole seconds, this was the largest checkpoint
   * seen of its log.
   *
   * @param checkpoint a checkpoint's text
   * @throws IllegalStateException where the key is not for cosignatures
   */
  public NoteSignature cosign(String checkpoint, Instant time) {
    require(KeyType.COSIGNATURE);
    byte[] signature = signed(Cosignature.message(checkpoint, time.getEpochSecond()));
    ByteBuffer timed = ByteBuffer.allocate(Long.BYTES + signature.length);
    timed.putLong(time.getEpochSecond()).put(signature);
    return new NoteSignature(verifier.name(), verifier.keyId(), timed.array());
  }

  private void require(KeyType type) {
    if (verifier.type() != type) {
      throw new IllegalStateException(
          "the key %s is for %s, not %s".formatted(verifier.name(), verifier.type(), type));
    }
  }

  private byte[] signed(byte[] message) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(ed25519);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has Ed25519", e);
    }
  }
}
