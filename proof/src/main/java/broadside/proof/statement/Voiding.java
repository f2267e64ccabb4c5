package broadside.proof.statement;

import broadside.proof.release.Reason;
import broadside.proof.text.Fields;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.time.Instant;

/** Takes a sealed release back before its hour. Its numbers stay void for ever. */
public record Voiding(
    String publication, int policy, int number, String seal, Reason reason, Instant time)
    implements AboutSeal {
  static final String TYPE = "void";

  public Voiding {
    Checks.subject(publication, policy, number, seal, time);
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public String body() {
    return subject() + "reason " + reason.code() + "\ntime " + SignedText.time(time) + "\n";
  }

  static Voiding read(String publication, int policy, Fields fields) throws FormatException {
    return new Voiding(
        publication,
        policy,
        fields.integer("number"),
        fields.value("seal"),
        Reason.parse(fields.value("reason")),
        SignedText.time(fields.value("time")));
  }
}
