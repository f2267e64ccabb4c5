package broadside.proof.note;

import broadside.proof.text.FormatException;

/** What a key signs, by the type byte that C2SP signed-note assigns. */
public enum KeyType {
  /** A note's text. */
  NOTE((byte) 1),
  /** A checkpoint with the time at which it was seen (C2SP tlog-cosignature). */
  COSIGNATURE((byte) 4);

  private final byte code;

  KeyType(byte code) {
    this.code = code;
  }

  /** The type byte. */
  public byte code() {
    return code;
  }

  static KeyType of(byte code) throws FormatException {
    for (KeyType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    throw new FormatException("a key of type " + code + "; this program knows 1 and 4");
  }
}
