package broadside.intake.review;

import broadside.intake.ledger.Finding;
import broadside.intake.ledger.Mail;
import broadside.mail.message.Message;
import java.util.List;

/** A mail that waits for a person's look, and why. */
public record HeldMail(Mail mail, Message message, List<Finding> findings) {
  public HeldMail {
    findings = List.copyOf(findings);
  }
}
