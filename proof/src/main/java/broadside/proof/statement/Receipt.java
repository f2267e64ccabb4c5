package broadside.proof.statement;

import broadside.proof.text.Fields;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.time.Instant;

/**
 * Says that a custodian has verified its share of a sealed release and its copy of the parts. It
 * alone signs it.
 *
 * @param policy the version that the seal names, whatever is in force
 */
public record Receipt(String publication, int policy, int number, String seal, Instant time)
    implements AboutSeal {
  static final String TYPE = "receipt";

  private static final String VERIFIED = "share and parts";

  public Receipt {
    Checks.subject(publication, policy, number, seal, time);
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public String body() {
    return subject() + "verified " + VERIFIED + "\ntime " + SignedText.time(time) + "\n";
  }

  static Receipt read(String publication, int policy, Fields fields) throws FormatException {
    int number = fields.integer("number");
    String seal = fields.value("seal");
    Checks.check(fields.value("verified").equals(VERIFIED), "a receipt of something else");
    return new Receipt(publication, policy, number, seal, SignedText.time(fields.value("time")));
  }
}
