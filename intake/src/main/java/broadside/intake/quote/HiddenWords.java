package broadside.intake.quote;

import broadside.intake.ledger.Finding;
import broadside.intake.ledger.Ledger;
import broadside.intake.ledger.Mail;
import broadside.intake.ledger.MailState;
import broadside.mail.message.MailLimits;
import broadside.mail.message.MessageParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Words that may no longer be published: the mails that wait and quote them are held, and so are
 * those that come later.
 *
 * <p>It writes into the ledger's transaction and does not commit it.
 *
 * <p><b>Threads:</b> one.
 */
public final class HiddenWords {
  private final Ledger ledger;
  private final MessageParser parser = new MessageParser(MailLimits.DEFAULT);
  private final Map<Long, String> passages = new HashMap<>();

  /** None yet. */
  public HiddenWords(Ledger ledger) {
    this.ledger = ledger;
  }

  /**
   * Which mails quote them.
   *
   * @param nowHeld mails that waited and are held by it
   * @param released mails that are published already: only a withdrawal reaches them
   */
  public record Quoting(int nowHeld, int released) {
    /** None. */
    public static final Quoting NONE = new Quoting(0, 0);

    /** Both together. */
    public Quoting and(Quoting other) {
      return new Quoting(nowHeld + other.nowHeld, released + other.released);
    }
  }

  /**
   * Adds what the writer of a mail says.
   *
   * @param left what is still published of it, or null
   */
  public void add(Mail mail, byte[] whole, byte @Nullable [] left) throws IOException {
    long[] own = Passages.own(parser.parse(whole));
    if (left != null) {
      long[] open = Passages.own(parser.parse(left));
      own = Arrays.stream(own).filter(p -> Arrays.binarySearch(open, p) < 0).toArray();
    }
    ledger.quotations().withhold(mail.id(), own);
    for (long passage : own) {
      passages.putIfAbsent(passage, mail.intakeId());
    }
  }

  /** Holds the waiting mails that quote them, and gives the held ones one more reason. */
  public Quoting hold() throws IOException {
    QuotedWithheld withheld = new QuotedWithheld(passages);
    if (withheld.isEmpty()) {
      return Quoting.NONE;
    }
    List<Found> waiting = find(withheld, MailState.WAITING);
    List<Found> held = find(withheld, MailState.HELD);
    for (Found mail : waiting) {
      ledger.mails().setState(mail.id(), MailState.HELD);
      ledger.additions().addFindings(mail.id(), mail.findings());
    }
    for (Found mail : held) {
      ledger.additions().addFindings(mail.id(), mail.findings());
    }
    return new Quoting(waiting.size(), find(withheld, MailState.RELEASED).size());
  }

  private record Found(long id, List<Finding> findings) {}

  private List<Found> find(QuotedWithheld withheld, MailState state) throws IOException {
    List<Found> found = new ArrayList<>();
    ledger
        .quotations()
        .forEach(
            state,
            (mail, quoted) -> {
              List<Finding> findings = withheld.in(quoted);
              if (!findings.isEmpty()) {
                found.add(new Found(mail, findings));
              }
            });
    return found;
  }
}
