package broadside.proof.note;

import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One signature line of a note.
 *
 * @param name of the key
 * @param keyId the first four bytes of the key's hash
 * @param signature what follows the key id: at least one byte
 */
public record NoteSignature(String name, int keyId, byte[] signature) {
  private static final String DASH = "— ";
  private static final int SIGNATURE_BYTES = 1 << 13; // ML-DSA-87 has 4,627

  public NoteSignature {
    if (!VerifierKey.isName(name)) {
      throw new IllegalArgumentException("no name of a key: " + name);
    }
    if (signature.length == 0 || signature.length > SIGNATURE_BYTES) {
      throw new IllegalArgumentException("a signature of " + signature.length + " bytes");
    }
    signature = signature.clone();
  }

  /** {@code — NAME base64(keyId ‖ signature)}, without LF. */
  public String print() {
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + signature.length);
    bytes.putInt(keyId).put(signature);
    return DASH + name + " " + SignedText.base64(bytes.array());
  }

  /** The inverse of {@link #print()}. */
  public static NoteSignature parse(String line) throws FormatException {
    int space = line.lastIndexOf(' ');
    if (!line.startsWith(DASH) || space < DASH.length()) {
      throw new FormatException("no signature line: " + line);
    }
    ByteBuffer bytes = ByteBuffer.wrap(SignedText.base64(line.substring(space + 1)));
    if (bytes.remaining() <= Integer.BYTES) {
      throw new FormatException("a signature that is too short: " + line);
    }
    int keyId = bytes.getInt();
    byte[] signature = new byte[bytes.remaining()];
    bytes.get(signature);
    try {
      return new NoteSignature(line.substring(DASH.length(), space), keyId, signature);
    } catch (IllegalArgumentException e) {
      throw new FormatException(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NoteSignature s
        && name.equals(s.name)
        && keyId == s.keyId
        && Arrays.equals(signature, s.signature);
  }

  @Override
  public int hashCode() {
    return 31 * keyId + Arrays.hashCode(signature);
  }

  /** True where this was made by a key of that name and id: it is to be checked then. */
  boolean isBy(VerifierKey key) {
    return keyId == key.keyId() && name.equals(key.name());
  }
}
