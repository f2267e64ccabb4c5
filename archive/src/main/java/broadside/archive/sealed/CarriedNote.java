package broadside.archive.sealed;

import broadside.proof.statement.Statement;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A custodian's note that somebody pasted into a mail, read from a code or typed: with other line
 * ends, with long lines broken, with quotation marks before them and with words around it. What is
 * put right here is still judged by its signature, so that nothing can be made of it that its
 * custodian has not signed.
 */
public final class CarriedNote {
  /** Bytes that such a text may have: a mail's worth. */
  public static final int BYTES = 1 << 16;

  private static final String SIGNATURE = "— ";

  /** Where a line of a share or a receipt begins. */
  private static final Pattern FIELD =
      Pattern.compile("(publication|policy|number|seal|verified|time|share)( .*)?");

  /** A line that lacks none of its words. */
  private static final Pattern COMPLETE =
      Pattern.compile("\\S+ \\S+ \\S.*|(?!share |— )\\S+ \\S.*");

  private static final Pattern QUOTED = Pattern.compile("^[>\\s\\ufeff]+|\\s+$");
  private static final Pattern CUT_OFF = Pattern.compile("[0-9A-Za-z+/=]+");

  private CarriedNote() {}

  /**
   * What the note in these bytes may be as it was signed: none where there is no note. Whether a
   * line below it is the rest of its signature or somebody's word, that signature alone can tell.
   */
  public static List<byte[]> readings(byte[] carried) {
    List<String> text = new ArrayList<>();
    List<String> signatures = new ArrayList<>();
    List<byte[]> readings = new ArrayList<>();
    try {
      for (String line : SignedText.decode(carried).lines().toList()) {
        String plain = QUOTED.matcher(line).replaceAll("");
        if (plain.startsWith(SIGNATURE) && !text.isEmpty()) {
          signatures.add(plain);
        } else if (text.isEmpty()
            ? plain.startsWith(Statement.FORMAT)
            : signatures.isEmpty() && FIELD.matcher(plain).matches()) {
          text.add(plain);
        } else if (!text.isEmpty() && CUT_OFF.matcher(plain).matches()) {
          join(signatures.isEmpty() ? text : signatures, plain);
        } else if (!signatures.isEmpty()) {
          break; // an empty line, or somebody's own words
        }
        if (!signatures.isEmpty()) {
          byte[] note = print(text, signatures);
          if (note.length > NoteBox.BYTES) {
            break;
          }
          readings.add(note);
        }
      }
    } catch (FormatException e) {
      return List.of();
    }
    return readings;
  }

  private static byte[] print(List<String> text, List<String> signatures) {
    return (String.join("\n", text) + "\n\n" + String.join("\n", signatures) + "\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Puts what was cut off behind the line that lacks it. */
  private static void join(List<String> lines, String rest) {
    String line = lines.removeLast();
    lines.add(COMPLETE.matcher(line).matches() ? line + rest : line + " " + rest);
  }
}
