package broadside.proof.sealed;

import broadside.proof.text.Fields;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * With what a custodian opens a sealed release: the text of the note that it signs at the hour. It
 * can travel by any road, since it proves itself.
 *
 * @param publication its identity
 * @param number of the release
 * @param seal SHA-256 of the text of the {@code sealed} statement
 */
public record ShareNote(String publication, int number, String seal, Share share) {
  /** Bytes of the signed note at most: a text of 1,000 and one signature line of 300. */
  public static final int BYTES = 2048;

  private static final String HEAD = "broadside/v1 share";

  public ShareNote {
    if (number < 1 || !SignedText.isHash(publication) || !SignedText.isHash(seal)) {
      throw new IllegalArgumentException("not in a share's note: " + number + ", " + seal);
    }
  }

  /** The text, every line of which ends in LF. */
  public String print() {
    return HEAD
        + "\npublication "
        + publication
        + "\nnumber "
        + number
        + "\nseal "
        + seal
        + "\nshare "
        + share.index()
        + " "
        + HexFormat.of().formatHex(share.value().bytes())
        + "\n";
  }

  /** The inverse of {@link #print()}. */
  public static ShareNote parse(String text) throws FormatException {
    Fields fields = new Fields(SignedText.lines(text));
    if (!fields.line().equals(HEAD)) {
      throw new FormatException("no share of a sealed release");
    }
    String publication = fields.value("publication");
    int number = fields.integer("number");
    String seal = fields.value("seal");
    List<String> share = Fields.words(fields.value("share"), 2);
    fields.end();
    if (!SignedText.isHex(share.getLast(), 2 * Secret.BYTES)) {
      throw new FormatException("no share of " + 2 * Secret.BYTES + " digits");
    }
    byte[] value = HexFormat.of().parseHex(share.getLast());
    try {
      return new ShareNote(
          publication,
          number,
          seal,
          new Share(SignedText.integer(share.getFirst()), Secret.of(value)));
    } catch (IllegalArgumentException e) {
      throw new FormatException(String.valueOf(e.getMessage()));
    } finally {
      Arrays.fill(value, (byte) 0);
    }
  }
}
