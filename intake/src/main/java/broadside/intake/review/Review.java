package broadside.intake.review;

import broadside.intake.IntakeException;
import broadside.intake.IntakeException.Refusal;
import broadside.intake.PrivateDirectory;
import broadside.intake.ledger.Decisions.Action;
import broadside.intake.ledger.Decisions.Decision;
import broadside.intake.ledger.Ledger;
import broadside.intake.ledger.Mail;
import broadside.intake.ledger.MailState;
import broadside.intake.ledger.Mails;
import broadside.intake.quote.Passages;
import broadside.intake.segment.SegmentReader;
import broadside.mail.message.MailLimits;
import broadside.mail.message.MessageParser;
import broadside.proof.release.Reason;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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

  /** Every held mail with its findings, in the order of intake. */
  public void held(Mails.Visitor<HeldMail> visitor) throws IOException {
    try (SegmentReader segments = SegmentReader.open(directory.mailDirectory())) {
      ledger
          .mails()
          .forEach(
              MailState.HELD,
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
   * @throws IntakeException naming the ids that no mail or more than one mail has, or mails that
   *     are released
   */
  public Plan plan(Action action, Collection<String> ids) throws IOException {
    ledger.mails().indexCopies();
    ledger.commit();
    Collection<Mail> named = IntakeIds.resolve(ids, ledger.mails(), directory.publication());
    List<String> fixed = named.stream().filter(Review::isFixed).map(Mail::intakeId).toList();
    if (!fixed.isEmpty()) {
      throw new IntakeException(
          Refusal.NOT_ALLOWED,
          directory.publication(),
          "Nothing was changed: %s is in a release already; what is published can only be withdrawn."
              .formatted(String.join(", ", fixed)));
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
      for (Mail copy : ledger.mails().copies(mail)) {
        if (seen.add(copy.id())) {
          if (isFixed(copy)) {
            released.add(copy);
          } else if (changes(copy, action)) {
            copies.add(copy);
          }
        }
      }
    }
    return new Plan(action, chosen, copies, unchanged, released);
  }

  /** Lets held or withheld mails go into the next release. */
  public Outcome allow(Plan plan, String note) throws IOException {
    if (plan.action() != Action.ALLOW) {
      throw new IllegalArgumentException("a plan to " + plan.action());
    }
    return committed(() -> {
      record(plan, "", note);
      for (Mail mail : all(plan)) {
        ledger.quotations().allow(mail.id());
      }
      return new Outcome(plan.changes(), 0, 0);
    });
  }

  /** Keeps mails out of releases, and holds the waiting mails that quote them. */
  public Outcome withhold(Plan plan, Reason reason, String note) throws IOException {
    if (plan.action() != Action.WITHHOLD) {
      throw new IllegalArgumentException("a plan to " + plan.action());
    }
    return committed(() -> {
      record(plan, reason.code(), note);
      Map<Long, String> passages = new HashMap<>();
      try (SegmentReader segments = SegmentReader.open(directory.mailDirectory())) {
        for (Mail mail : all(plan)) {
          long[] own = Passages.own(parser.parse(segments.read(mail.stored())));
          ledger.quotations().withhold(mail.id(), own);
          for (long passage : own) {
            passages.putIfAbsent(passage, mail.intakeId());
          }
        }
      }
      QuotingMails quoting = new QuotingMails(ledger, passages);
      return new Outcome(plan.changes(), quoting.hold(), quoting.released());
    });
  }

  private void record(Plan plan, String reason, String note) throws IOException {
    List<Mail> mails = all(plan);
    for (Mail mail : mails) {
      ledger.mails().setState(mail.id(), plan.action().state());
    }
    if (!mails.isEmpty()) {
      Decision decision = new Decision(clock.instant(), plan.action(), reason, note);
      ledger.decisions().add(decision, mails.stream().map(Mail::id).toList());
    }
  }

  @FunctionalInterface
  private interface Work {
    Outcome run() throws IOException;
  }

  private Outcome committed(Work work) throws IOException {
    try {
      Outcome outcome = work.run();
      ledger.commit();
      return outcome;
    } catch (IOException | RuntimeException e) {
      ledger.rollback();
      throw e;
    }
  }

  private static List<Mail> all(Plan plan) {
    List<Mail> all = new ArrayList<>(plan.chosen());
    all.addAll(plan.copies());
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
