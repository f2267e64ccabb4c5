package broadside.intake.review;

import broadside.archive.release.CheckMonitor;
import broadside.intake.IntakeException;
import broadside.intake.IntakeException.Refusal;
import broadside.intake.PrivateDirectory;
import broadside.intake.add.Detector;
import broadside.intake.ledger.Decisions.Action;
import broadside.intake.ledger.Decisions.Decision;
import broadside.intake.ledger.Erasures;
import broadside.intake.ledger.Finding;
import broadside.intake.ledger.Ledger;
import broadside.intake.ledger.Mail;
import broadside.intake.ledger.MailState;
import broadside.intake.ledger.Mails;
import broadside.intake.ledger.Redaction;
import broadside.intake.quote.Hiding;
import broadside.intake.segment.SegmentReader;
import broadside.mail.message.MailLimits;
import broadside.mail.message.Message;
import broadside.mail.message.MessageParser;
import broadside.proof.release.Reason;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The editors' decisions about a publication's mails.
 *
 * <p>A decision about a mail is one about its copies too, since they say the same. Withholding a
 * mail holds every waiting mail that quotes it.
 *
 * <p><b>Threads:</b> one.
 */
public final class Review {
  private final PrivateDirectory directory;
  private final Ledger ledger;
  private final Clock clock;
  private final MessageParser parser = new MessageParser(MailLimits.DEFAULT);

  /** A review in {@code directory}, which must be open for writing where decisions are made. */
  public Review(PrivateDirectory directory, Clock clock) {
    this.directory = directory;
    this.ledger = directory.ledger();
    this.clock = clock;
  }

  /** The first held mails with their findings, {@code limit} at most, in the order of intake. */
  public void held(long limit, Mails.Visitor<HeldMail> visitor) throws IOException {
    try (SegmentReader segments = SegmentReader.open(directory.mailDirectory())) {
      ledger
          .mails()
          .forEach(
              MailState.HELD,
              limit,
              mail ->
                  visitor.visit(
                      new HeldMail(
                          mail,
                          parser.parse(segments.read(mail.stored())),
                          ledger.mails().findings(mail.id()))));
    }
  }

  /**
   * What {@code action} would do to the mails with these ids.
   *
   * @param monitor is told of each mail that is named
   * @throws IntakeException naming the ids that no mail or more than one mail has, or mails that
   *     are released
   */
  public Selection select(Action action, Collection<String> ids, CheckMonitor monitor)
      throws IOException {
    ledger.mails().indexCopies();
    ledger.commit();
    Collection<Mail> named =
        IntakeIds.resolve(ids, ledger.mails(), directory.publication(), monitor);
    List<String> fixed = named.stream().filter(Review::isFixed).map(Mail::intakeId).toList();
    if (!fixed.isEmpty()) {
      throw new IntakeException(
          Refusal.NOT_ALLOWED,
          directory.publication(),
          "Nothing was changed: %s has a number in a release already. What is published can only be withdrawn; what came out as withheld stays so, and its content was not published."
              .formatted(String.join(", ", fixed)));
    }
    if (action == Action.ALLOW) {
      for (Mail mail : named) {
        checkNotErased(mail);
      }
    }
    List<Mail> chosen = new ArrayList<>();
    List<Mail> copies = new ArrayList<>();
    List<Mail> unchanged = new ArrayList<>();
    List<Mail> released = new ArrayList<>();
    Set<Long> seen = new HashSet<>();
    for (Mail mail : named) {
      seen.add(mail.id());
      (changes(mail, action) ? chosen : unchanged).add(mail);
    }
    for (Mail mail : named) {
      monitor.checkCancelled();
      for (Mail copy : ledger.mails().copies(mail)) {
        if (isTakenAlong(action, mail, copy) && seen.add(copy.id())) {
          if (isFixed(copy)) {
            released.add(copy);
          } else if (changes(copy, action)) {
            copies.add(copy);
          }
        }
      }
    }
    return new Selection(action, chosen, copies, unchanged, released);
  }

  /**
   * Those of these ids whose mails nobody withheld, nor a copy of them.
   *
   * @param monitor is told of each mail
   */
  public List<String> notWithheld(Collection<String> ids, CheckMonitor monitor) throws IOException {
    ledger.mails().indexCopies();
    ledger.commit();
    List<String> left = new ArrayList<>();
    for (Mail mail : IntakeIds.resolve(ids, ledger.mails(), directory.publication(), monitor)) {
      monitor.checkCancelled();
      if (ledger.mails().copies(mail).stream().noneMatch(c -> c.state() == MailState.WITHHELD)) {
        left.add(mail.intakeId());
      }
    }
    return left;
  }

  /**
   * The mails of a selection, and their copies, that are withheld already and for another reason:
   * {@link #withhold} gives them the new one.
   */
  public List<Mail> forOtherReason(Selection selection, Reason reason) throws IOException {
    List<Mail> found = new ArrayList<>();
    Set<Long> seen = new HashSet<>();
    List<Mail> named = new ArrayList<>(selection.chosen());
    named.addAll(selection.unchanged());
    for (Mail mail : named) {
      if (seen.contains(mail.id())) {
        continue; // with one of its copies
      }
      for (Mail copy : ledger.mails().copies(mail)) {
        seen.add(copy.id());
        if (copy.state() == MailState.WITHHELD && !isFixed(copy)) {
          List<Decision> decisions = ledger.decisions().of(copy.id());
          if (decisions.isEmpty() || !decisions.getLast().reason().equals(reason.code())) {
            found.add(copy);
          }
        }
      }
    }
    return found;
  }

  /** What is allowed of a mail with parts removed says nothing of one that has them, nor back. */
  private boolean isTakenAlong(Action action, Mail mail, Mail copy) throws IOException {
    return action != Action.ALLOW
        || (ledger.redactions().isWhole(mail.id())
            && ledger.redactions().isWhole(copy.id())
            && ledger.erasures().of(copy.id()) == null);
  }

  private void checkNotErased(Mail mail) throws IOException {
    Erasures.Erasure erased = ledger.erasures().of(mail.id());
    if (erased != null) {
      throw new IntakeException(
          Refusal.NOT_ALLOWED,
          directory.publication(),
          "Nothing was changed: %s was erased on %s (%s); there is nothing left to publish."
              .formatted(mail.intakeId(), SignedText.time(erased.time()), erased.reason()));
    }
  }

  /**
   * Lets held or withheld mails go into the next release.
   *
   * @param monitor is told of each mail; a stop leaves all as it was
   */
  public Outcome allow(Selection selection, String note, CheckMonitor monitor) throws IOException {
    if (selection.action() != Action.ALLOW) {
      throw new IllegalArgumentException("a selection to " + selection.action());
    }
    return committed(() -> {
      record(selection, List.of(), "", note, monitor);
      List<Long> whole = new ArrayList<>();
      for (Mail mail : all(selection)) {
        monitor.checkCancelled();
        if (ledger.redactions().isWhole(mail.id())) {
          whole.add(mail.id());
        }
        monitor.progress(mail.stored().bytes());
      }
      ledger.quotations().allow(whole);
      return new Outcome(selection.changes(), Hiding.Effect.NONE);
    });
  }

  /**
   * Keeps mails out of releases, and holds the waiting mails that quote them. Those that are
   * withheld already get this reason, which is what readers see.
   *
   * @param monitor is told of each mail; a stop leaves all as it was
   */
  public Outcome withhold(Selection selection, Reason reason, String note, CheckMonitor monitor)
      throws IOException {
    if (selection.action() != Action.WITHHOLD) {
      throw new IllegalArgumentException("a selection to " + selection.action());
    }
    return committed(() -> {
      record(selection, forOtherReason(selection, reason), reason.code(), note, monitor);
      Hiding words = new Hiding(ledger);
      try (SegmentReader segments = SegmentReader.open(directory.mailDirectory())) {
        for (Mail mail : all(selection)) {
          monitor.checkCancelled();
          words.addStored(mail, segments, null);
          monitor.progress(mail.stored().bytes());
        }
      }
      return new Outcome(selection.changes(), words.hold());
    });
  }

  /** The one mail with this id. */
  public Mail mail(String id) throws IOException {
    return IntakeIds.resolve(
            List.of(id), ledger.mails(), directory.publication(), CheckMonitor.NONE)
        .iterator()
        .next();
  }

  /** The bytes of a mail as the next release would publish them. */
  public byte[] published(Mail mail) throws IOException {
    checkNotErased(mail);
    Redaction redaction = ledger.redactions().of(mail.id(), Redaction.FROM_RELEASE);
    return redaction == null ? read(mail) : redaction.eml();
  }

  /** What stands in a mail, as it was taken in. */
  public Message message(Mail mail) throws IOException {
    return parser.parse(read(mail));
  }

  private byte[] read(Mail mail) throws IOException {
    try (SegmentReader segments = SegmentReader.open(directory.mailDirectory())) {
      return segments.read(mail.stored());
    }
  }

  /**
   * Puts a mail with parts removed in the place of one that has no number yet: from its release on
   * it is published. Where nothing is found in it any more it waits, else it is held. Copies that
   * wait, and mails that quote what was removed, are held.
   *
   * @param eml the mail with parts removed
   * @return whether it waits now, and what became of others
   * @throws IntakeException where the mail has a number
   */
  public Redacted redact(Mail mail, byte[] eml, Reason reason, String note) throws IOException {
    if (isFixed(mail)) {
      throw new IntakeException(
          Refusal.NOT_ALLOWED,
          directory.publication(),
          "Nothing was changed: %s has the number %d already; name it by that."
              .formatted(mail.intakeId(), mail.number()));
    }
    checkNotErased(mail);
    Message left = parser.parse(eml);
    List<Finding> found =
        new ArrayList<>(Detector.of(directory.settings()).find(left, eml, parser));
    found.addAll(new Hiding(ledger).stillSaid(mail, left));
    byte[] whole = read(mail);
    return committed(() -> {
      ledger.redactions().put(mail.id(), Redaction.FROM_RELEASE, Redaction.of(eml, reason));
      Decision decision = new Decision(clock.instant(), Action.REDACT, reason.code(), note);
      ledger.decisions().add(decision, List.of(mail.id()));
      ledger.additions().replaceFindings(mail.id(), found);
      MailState next = found.isEmpty() ? MailState.WAITING : MailState.HELD;
      if (mail.state() == MailState.WITHHELD) {
        ledger.mails().setState(mail.id(), MailState.WAITING);
        ledger.quotations().allow(List.of(mail.id()));
      }
      if (ledger.mails().state(mail.id()) != next) {
        ledger.mails().setState(mail.id(), next);
      }
      Hiding words = new Hiding(ledger);
      words.add(mail, whole, eml);
      return new Redacted(found, words.hold());
    });
  }

  /**
   * What a redaction did.
   *
   * @param found what is still found in the mail: it is held where there is anything
   * @param effect on mails that say what was removed too
   */
  public record Redacted(List<Finding> found, Hiding.Effect effect) {
    public Redacted {
      found = List.copyOf(found);
    }
  }

  /** Records the decision, for {@code again} too, which are in that state already. */
  private void record(
      Selection selection, List<Mail> again, String reason, String note, CheckMonitor monitor)
      throws IOException {
    List<Mail> mails = all(selection);
    for (Mail mail : mails) {
      monitor.checkCancelled();
      ledger.mails().setState(mail.id(), selection.action().state());
    }
    mails.addAll(again);
    if (!mails.isEmpty()) {
      Decision decision = new Decision(clock.instant(), selection.action(), reason, note);
      ledger.decisions().add(decision, mails.stream().map(Mail::id).toList());
    }
  }

  @FunctionalInterface
  private interface Work<T> {
    T run() throws IOException;
  }

  private <T> T committed(Work<T> work) throws IOException {
    try {
      T outcome = work.run();
      ledger.commit();
      return outcome;
    } catch (IOException | RuntimeException e) {
      ledger.rollback();
      throw e;
    }
  }

  private static List<Mail> all(Selection selection) {
    List<Mail> all = new ArrayList<>(selection.chosen());
    all.addAll(selection.copies());
    return all;
  }

  private static boolean changes(Mail mail, Action action) {
    return mail.state() != action.state();
  }

  /** True for a mail that has a number: readers have seen what it is. */
  private static boolean isFixed(Mail mail) {
    return mail.number() != 0;
  }
}
