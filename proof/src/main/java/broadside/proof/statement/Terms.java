package broadside.proof.statement;

import broadside.proof.text.Fields;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.time.Duration;
import java.time.Instant;

/**
 * When a sealed release opens, and what can keep it from that.
 *
 * @param notBefore the hour
 * @param graceHours how long a custodian that hears of no witness waits longer: 1…{@value
 *     #MOST_HOURS}, or 0 for ever
 * @param holdDays how far editors can put the hour off: 1…{@value #MOST_DAYS}, or 0 not at all
 * @param isVoidable true where editors can take it back before the hour
 */
public record Terms(Instant notBefore, int graceHours, int holdDays, boolean isVoidable) {
  /** Ten years. */
  public static final int MOST_DAYS = 3650;

  /** Ten years. */
  public static final int MOST_HOURS = 24 * MOST_DAYS;

  public Terms {
    Checks.check(SignedText.isTime(notBefore), "not before " + notBefore);
    Checks.check(graceHours >= 0 && graceHours <= MOST_HOURS, "grace " + graceHours);
    Checks.check(holdDays >= 0 && holdDays <= MOST_DAYS, "hold " + holdDays);
  }

  /** Up to when editors can put the hour off at most. */
  public Instant latest() {
    return notBefore.plus(Duration.ofDays(holdDays));
  }

  /**
   * When the grace is over, where it is not for ever.
   *
   * @param due the hour that holds
   */
  public Instant graceEnd(Instant due) {
    return due.plus(Duration.ofHours(graceHours));
  }

  String print() {
    return "not-before "
        + SignedText.time(notBefore)
        + "\ngrace "
        + (graceHours == 0 ? "never" : graceHours)
        + "\nhold "
        + (holdDays == 0 ? "no" : holdDays)
        + "\nvoidable "
        + (isVoidable ? "yes" : "no")
        + "\n";
  }

  static Terms read(Fields fields) throws FormatException {
    Instant notBefore = SignedText.time(fields.value("not-before"));
    String grace = fields.value("grace");
    String hold = fields.value("hold");
    return new Terms(
        notBefore,
        grace.equals("never") ? 0 : SignedText.integer(grace),
        hold.equals("no") ? 0 : SignedText.integer(hold),
        fields.value("voidable").equals("yes")); // what is neither prints as another text
  }
}
