package broadside.intake.review;

import broadside.intake.ledger.Decisions.Action;
import broadside.intake.ledger.Mail;
import broadside.intake.ledger.MailState;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a decision would do, for the editor to see before it is made.
 *
 * @param chosen the mails that were named and would change
 * @param copies further mails that say the same and would change with them
 * @param unchanged mails that were named and are in that state already
 * @param released copies that are released already: a decision cannot reach them
 */
public record Selection(
    Action action,
    List<Mail> chosen,
    List<Mail> copies,
    List<Mail> unchanged,
    List<Mail> released) {
  public Selection {
    chosen = List.copyOf(chosen);
    copies = List.copyOf(copies);
    unchanged = List.copyOf(unchanged);
    released = List.copyOf(released);
  }

  /** How many of these are withheld now. */
  public int fromWithheld() {
    return (int)
        Stream.concat(chosen.stream(), copies.stream())
            .filter(mail -> mail.state() == MailState.WITHHELD)
            .count();
  }

  /** The number of mails whose state would change. */
  public int changes() {
    return chosen.size() + copies.size();
  }
}
