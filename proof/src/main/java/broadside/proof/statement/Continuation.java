package broadside.proof.statement;

import broadside.proof.log.Checkpoint;
import broadside.proof.note.VerifierKey;
import broadside.proof.text.Fields;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.time.Instant;
import java.util.HexFormat;

/**
 * Says that the log whose first entry this is goes on where another ends. Which log may do that the
 * policy in force at the other's end says: it names its successor.
 *
 * @param origin of the predecessor
 * @param size its entries, of which none comes after
 * @param root over them, in hex
 */
public record Continuation(
    String publication, int policy, String origin, long size, String root, Instant time)
    implements Statement {
  /** The type's name, as in the first line. */
  public static final String TYPE = "continue";

  public Continuation {
    Checks.head(publication, policy, 1, time);
    Checks.check(VerifierKey.isName(origin), "origin " + origin);
    Checks.count(size);
    Checks.check(size > 0, "a predecessor without an entry");
    Checks.hash(root);
  }

  /** The statement that a log goes on where this checkpoint of another ends. */
  public static Continuation of(String publication, int policy, Checkpoint end, Instant time) {
    return new Continuation(
        publication, policy, end.origin(), end.size(), HexFormat.of().formatHex(end.root()), time);
  }

  /** Where the predecessor ends. */
  public Checkpoint predecessor() {
    return new Checkpoint(origin, size, HexFormat.of().parseHex(root));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public String body() {
    return "origin "
        + origin
        + "\nsize "
        + size
        + "\nroot "
        + root
        + "\ntime "
        + SignedText.time(time)
        + "\n";
  }

  static Continuation read(String publication, int policy, Fields fields) throws FormatException {
    return new Continuation(
        publication,
        policy,
        fields.value("origin"),
        fields.count("size"),
        fields.value("root"),
        SignedText.time(fields.value("time")));
  }
}
