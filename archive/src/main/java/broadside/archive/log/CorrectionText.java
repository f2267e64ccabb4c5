package broadside.archive.log;

import broadside.proof.statement.Enclosure;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;

/** What a correction says, a file of its own: lines of text, the last of which ends too. */
public final class CorrectionText {
  /** Bytes at most. */
  public static final int BYTES = Enclosure.Kind.CORRECTION.mostBytes();

  private CorrectionText() {}

  /**
   * The text of a file.
   *
   * @throws FormatException where it is too long, is not UTF-8, or has characters that do not show
   */
  public static String parse(byte[] bytes) throws FormatException {
    if (bytes.length > BYTES) {
      throw new FormatException("it has more than " + BYTES + " bytes");
    }
    String text = SignedText.decode(bytes);
    if (text.isBlank() || !text.endsWith("\n")) {
      throw new FormatException("it is empty, or its last line does not end");
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean hidden = Character.isISOControl(c) && c != '\n';
      if (hidden || Character.getType(c) == Character.FORMAT) {
        throw new FormatException(
            "it has a character that does not show: U+%04X".formatted((int) c));
      }
    }
    return text;
  }
}
