package broadside.intake.quote;

import broadside.intake.ledger.Finding;
import broadside.intake.ledger.Ledger;
import broadside.intake.ledger.Mail;
import broadside.intake.ledger.MailState;
import broadside.intake.ledger.NewMail;
import broadside.intake.ledger.Redaction;
import broadside.intake.segment.ErasedMailException;
import broadside.intake.segment.SegmentReader;
import broadside.mail.message.MailLimits;
import broadside.mail.message.Message;
import broadside.mail.message.MessageParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Mails that are withheld, withdrawn or redacted, and the words that are thereby not to be
 * published: copies of the mails that wait are held, and so is what quotes the words. {@link
 * HiddenMails} holds what comes later.
 *
 * <p>It writes into the ledger's transaction and does not commit it.
 *
 * <p><b>Threads:</b> one.
 */
public final class Hiding {
  private final Ledger ledger;
  private final MessageParser parser = new MessageParser(MailLimits.DEFAULT);
  private final Map<Long, String> passages = new HashMap<>();
  private final List<Mail> hidden = new ArrayList<>();

  /** None yet. */
  public Hiding(Ledger ledger) {
    this.ledger = ledger;
  }

  /**
   * Which mails say them too.
   *
   * @param copies mails that waited, and are held since they say the same as a hidden one
   * @param quoting mails that waited, and are held since they quote them
   * @param released mails that quote them and are published already: only a withdrawal reaches them
   */
  public record Effect(int copies, int quoting, int released) {
    /** None. */
    public static final Effect NONE = new Effect(0, 0, 0);

    /** Both together. */
    public Effect and(Effect other) {
      return new Effect(copies + other.copies, quoting + other.quoting, released + other.released);
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
    hidden.add(mail);
    ledger.quotations().withhold(mail.id(), own);
    for (long passage : own) {
      passages.putIfAbsent(passage, mail.intakeId());
    }
  }

  /**
   * Adds what the writer of a mail says, as far as it can be read: nothing of one that was erased
   * by a ledger that is newer than this one.
   *
   * @param left what is still published of it, or null
   */
  public void addStored(Mail mail, SegmentReader segments, byte @Nullable [] left)
      throws IOException {
    try {
      add(mail, segments.read(mail.stored()), left);
    } catch (ErasedMailException e) {
      hidden.add(mail);
    }
  }

  /** Holds the waiting copies and quoting mails, and gives the held ones one more reason. */
  public Effect hold() throws IOException {
    int copies = holdCopies();
    HiddenMails withheld = new HiddenMails(passages, Map.of());
    if (withheld.isEmpty()) {
      return new Effect(copies, 0, 0);
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
    return new Effect(copies, waiting.size(), find(withheld, MailState.RELEASED).size());
  }

  private int holdCopies() throws IOException {
    int held = 0;
    if (!hidden.isEmpty()) {
      ledger.mails().indexCopies();
    }
    for (Mail mail : hidden) {
      for (Mail copy : ledger.mails().copies(mail)) {
        boolean waits = copy.id() != mail.id() && copy.state() == MailState.WAITING;
        if (waits && ledger.redactions().isWhole(copy.id())) {
          ledger.mails().setState(copy.id(), MailState.HELD);
          ledger.additions().addFindings(copy.id(), List.of(HiddenMails.copy(mail.intakeId())));
          held++;
        } else if (copy.state() == MailState.HELD) {
          ledger.additions().addFindings(copy.id(), List.of(HiddenMails.copy(mail.intakeId())));
        }
      }
    }
    return held;
  }

  /**
   * Why a mail is still to be held though parts of it are removed: it quotes what is hidden, or was
   * a copy of a hidden mail and says something else than what is published of that.
   *
   * @param mail as it was; where it is withheld, removing parts is the decision to publish the rest
   */
  public List<Finding> stillSaid(Mail mail, Message left) throws IOException {
    byte[] content = NewMail.content(left);
    List<Finding> found =
        new ArrayList<>(HiddenMails.of(ledger).in(Passages.quoted(left), content));
    if (found.isEmpty() && mail.state() != MailState.WITHHELD) {
      ledger.mails().indexCopies();
      for (Mail copy : ledger.mails().copies(mail)) {
        if (copy.id() != mail.id() && isHidden(copy) && !isPublishedAs(copy, content)) {
          return List.of(HiddenMails.copy(copy.intakeId()));
        }
      }
    }
    return found;
  }

  private boolean isHidden(Mail mail) throws IOException {
    return mail.state() == MailState.WITHHELD
        || !ledger.redactions().isWhole(mail.id())
        || ledger.withdrawals().of(mail.release()).containsKey(mail.number());
  }

  /** True where what is published in a hidden mail's place says this. */
  private boolean isPublishedAs(Mail mail, byte[] content) throws IOException {
    Long position = ledger.withdrawals().of(mail.release()).get(mail.number());
    Redaction redaction =
        ledger.redactions().of(mail.id(), position == null ? Redaction.FROM_RELEASE : position);
    return mail.state() != MailState.WITHHELD
        && redaction != null
        && Arrays.equals(NewMail.content(parser.parse(redaction.eml())), content);
  }

  /**
   * Holds those mails of a void release that say what was hidden since it was sealed. What an
   * editor allowed in spite of a finding is not held for that again.
   */
  public void holdFreed(int release) throws IOException {
    HiddenMails all = HiddenMails.of(ledger);
    if (all.isEmpty()) {
      return;
    }
    List<Found> found = new ArrayList<>();
    ledger
        .voidReleases()
        .forEachWaiting(
            release,
            (mail, content, quoted) -> {
              List<Finding> findings =
                  ledger.redactions().isWhole(mail) ? all.in(quoted, content) : all.quoted(quoted);
              if (!findings.isEmpty()) {
                found.add(new Found(mail, findings));
              }
            });
    for (Found mail : found) {
      List<Finding> unseen = new ArrayList<>(mail.findings());
      unseen.removeAll(ledger.mails().findings(mail.id()));
      if (!unseen.isEmpty()) {
        ledger.mails().setState(mail.id(), MailState.HELD);
        ledger.additions().addFindings(mail.id(), unseen);
      }
    }
  }

  private record Found(long id, List<Finding> findings) {}

  private List<Found> find(HiddenMails withheld, MailState state) throws IOException {
    List<Found> found = new ArrayList<>();
    ledger
        .quotations()
        .forEach(
            state,
            (mail, quoted) -> {
              List<Finding> findings = withheld.quoted(quoted);
              if (!findings.isEmpty()) {
                found.add(new Found(mail, findings));
              }
            });
    return found;
  }
}
