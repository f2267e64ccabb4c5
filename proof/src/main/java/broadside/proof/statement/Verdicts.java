package broadside.proof.statement;

import broadside.proof.text.Fields;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.time.Instant;

/**
 * Says what signatures of mails of a release are worth, where its manifest could not yet. The
 * newest statement about a number counts.
 *
 * @param release the release's number
 * @param list SHA-256 of the list of verdicts
 */
public record Verdicts(String publication, int policy, int release, String list, Instant time)
    implements Statement {
  static final String TYPE = "verdicts";

  public Verdicts {
    Checks.head(publication, policy, 1, time);
    Checks.check(release >= 1, "release " + release);
    Checks.hash(list);
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public Enclosure enclosure() {
    return new Enclosure(Enclosure.Kind.VERDICTS, list);
  }

  @Override
  public String body() {
    return "release " + release + "\nlist " + list + "\ntime " + SignedText.time(time) + "\n";
  }

  static Verdicts read(String publication, int policy, Fields fields) throws FormatException {
    return new Verdicts(
        publication,
        policy,
        fields.integer("release"),
        fields.value("list"),
        SignedText.time(fields.value("time")));
  }
}
