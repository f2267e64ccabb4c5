package broadside.proof.statement;

import broadside.proof.text.Fields;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A text that editors sign, or one custodian. Its first three lines say of which type it is, of
 * which publication, and under which version of its policy it is to be judged.
 */
public sealed interface Statement
    permits PolicyStatement, Numbered, AboutSeal, Withdrawal, Correction, Verdicts, Continuation {

  /** What the first line begins with. */
  String FORMAT = "broadside/v1 ";

  /** The type's name, as in the first line. */
  String type();

  /** SHA-256 of version 1 of the publication's policy, in hex: its identity. */
  String publication();

  /** The version of the policy in force; 0 for the statement that makes version 1. */
  int policy();

  /** When it was made, as its signers say. */
  Instant time();

  /** The file that it names, or null. */
  default @Nullable Enclosure enclosure() {
    return null;
  }

  /** The lines after the third. */
  String body();

  /** The text, every line of which ends in LF. */
  default String print() {
    return FORMAT
        + type()
        + "\npublication "
        + publication()
        + "\npolicy "
        + policy()
        + "\n"
        + body();
  }

  /** The text's UTF-8 bytes, as they are signed and hashed. */
  default byte[] encode() {
    return print().getBytes(StandardCharsets.UTF_8);
  }

  /** SHA-256 of the text, in hex: how another statement names this one. */
  default String sha256() {
    return SignedText.sha256Hex(encode());
  }

  /** The inverse of {@link #print()}. */
  static Statement parse(String text) throws FormatException {
    Fields fields = new Fields(SignedText.lines(text));
    String head = fields.line();
    if (!head.startsWith("broadside/v")) {
      throw new FormatException("no statement");
    }
    if (!head.startsWith(FORMAT)) {
      throw new FormatException("of a newer format than this program reads: " + head);
    }
    try {
      String publication = fields.value("publication");
      int policy = fields.integer("policy");
      Statement statement =
          switch (head.substring(FORMAT.length())) {
            case PolicyStatement.TYPE -> PolicyStatement.read(publication, policy, fields);
            case ReleaseStatement.TYPE -> ReleaseStatement.read(publication, policy, fields);
            case SealedStatement.TYPE -> SealedStatement.read(publication, policy, fields);
            case Voiding.TYPE -> Voiding.read(publication, policy, fields);
            case Hold.TYPE -> Hold.read(publication, policy, fields);
            case Receipt.TYPE -> Receipt.read(publication, policy, fields);
            case Opening.TYPE -> Opening.read(publication, policy, fields);
            case Withdrawal.TYPE -> Withdrawal.read(publication, policy, fields);
            case Correction.TYPE -> Correction.read(publication, policy, fields);
            case Continuation.TYPE -> Continuation.read(publication, policy, fields);
            case Verdicts.TYPE -> Verdicts.read(publication, policy, fields);
            default ->
                throw new FormatException("of a kind that this program does not know: " + head);
          };
      fields.end();
      if (statement.print().equals(text)) {
        return statement;
      }
    } catch (IllegalArgumentException e) {
      throw new FormatException("no statement: " + e.getMessage());
    }
    throw new FormatException("no statement: not in its one encoding");
  }
}
