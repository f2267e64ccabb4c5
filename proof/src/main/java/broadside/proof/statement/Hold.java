package broadside.proof.statement;

import broadside.proof.text.Fields;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.time.Instant;

/**
 * Puts the hour of a sealed release off.
 *
 * @param until when it is due instead
 */
public record Hold(
    String publication, int policy, int number, String seal, Instant until, Instant time)
    implements AboutSeal {
  static final String TYPE = "hold";

  public Hold {
    Checks.subject(publication, policy, number, seal, time);
    Checks.check(SignedText.isTime(until), "until " + until);
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public String body() {
    return subject() + "until " + SignedText.time(until) + "\ntime " + SignedText.time(time) + "\n";
  }

  static Hold read(String publication, int policy, Fields fields) throws FormatException {
    return new Hold(
        publication,
        policy,
        fields.integer("number"),
        fields.value("seal"),
        SignedText.time(fields.value("until")),
        SignedText.time(fields.value("time")));
  }
}
