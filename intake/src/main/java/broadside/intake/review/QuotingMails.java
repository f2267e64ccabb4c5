package broadside.intake.review;

import broadside.intake.ledger.Finding;
import broadside.intake.ledger.Ledger;
import broadside.intake.ledger.MailState;
import broadside.intake.quote.QuotedWithheld;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Mails that quote what was just withheld. */
final class QuotingMails {
  private final Ledger ledger;
  private final QuotedWithheld withheld;

  QuotingMails(Ledger ledger, Map<Long, String> passages) {
    this.ledger = ledger;
    this.withheld = new QuotedWithheld(passages);
  }

  /** Holds the waiting ones, gives the held ones one more reason; the number newly held. */
  int hold() throws IOException {
    List<Quoting> waiting = find(MailState.WAITING);
    for (Quoting mail : waiting) {
      ledger.mails().setState(mail.id(), MailState.HELD);
      ledger.additions().addFindings(mail.id(), mail.findings());
    }
    for (Quoting mail : find(MailState.HELD)) {
      if (!waiting.contains(mail)) {
        ledger.additions().addFindings(mail.id(), mail.findings());
      }
    }
    return waiting.size();
  }

  /** The number of those that are released. */
  int released() throws IOException {
    return find(MailState.RELEASED).size();
  }

  private record Quoting(long id, List<Finding> findings) {}

  private List<Quoting> find(MailState state) throws IOException {
    List<Quoting> found = new ArrayList<>();
    if (!withheld.isEmpty()) {
      ledger
          .quotations()
          .forEach(
              state,
              (mail, passages) -> {
                List<Finding> findings = withheld.in(passages);
                if (!findings.isEmpty()) {
                  found.add(new Quoting(mail, findings));
                }
              });
    }
    return found;
  }
}
