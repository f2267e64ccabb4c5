package broadside.cli;

import broadside.archive.release.CheckMonitor;
import broadside.intake.PrivateDirectory;
import broadside.intake.find.MailFinder;
import broadside.intake.find.MailQuery;
import broadside.intake.ledger.Decisions.Action;
import broadside.intake.ledger.Mail;
import broadside.intake.review.Outcome;
import broadside.intake.review.Review;
import broadside.intake.review.Selection;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What allow and withhold share: which mails, what would happen, and the yes. */
abstract class Deciding extends Task {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "PUB", description = "The publication.")
  private Path publication;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "ID",
      description = "Intake ids: 12 or more hex digits, as \"held\" lists them.")
  private List<String> ids = List.of();

  /** Mails that a query is said to find. */
  private static final int MOST_LINES = 50;

  @Mixin private IdFile file;

  @Option(
      names = "--query",
      paramLabel = "QUERY",
      description = {
        "Take the held, waiting and withheld mails that a search for what",
        "stands in them finds; needs --yes."
      })
  private @Nullable String query;

  @Option(names = "--yes", description = "Do it; without this, --query only says what it finds.")
  private boolean yes;

  @Override
  public final Integer call() throws IOException {
    List<String> named = file.after(ids);
    if (named.isEmpty() && query == null) {
      throw new ParameterException(
          spec.commandLine(), "Name mails by id, with --from-file or with --query.");
    }
    try (Interruption interruption = Interruption.listen();
        PrivateDirectory directory = PrivateDirectory.open(publication)) {
      Review review = new Review(directory, Clock.systemUTC());
      List<String> found = query == null ? List.of() : find(directory, query, interruption);
      List<String> taken = takesWithheld() ? found : notWithheld(review, found, interruption);
      named.addAll(taken);
      Selection selection = select(review, named, interruption);
      say(selection, found.size() - taken.size());
      int otherReason = forOtherReason(review, selection);
      if (otherReason > 0) {
        console()
            .say(
                Figures.count(otherReason, "mail is", "mails are")
                    + " withheld for another reason until now.");
      }
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      if (query != null && !yes) {
        List<Map<String, @Nullable Object>> mails = list(review, selection);
        console()
            .say(
                selection.changes() == 0 && otherReason == 0
                    ? "There is nothing to change."
                    : "Nothing was changed; run it again with --yes to do it.");
        json.put("changed", 0);
        json.put("wouldChange", selection.changes());
        json.put("mails", mails);
      } else {
        Outcome outcome = decide(review, selection, interruption);
        say(outcome, selection.fromWithheld(), otherReason);
        json.put("changed", outcome.changed());
        json.put("nowHeld", outcome.effect().quoting());
        json.put("released", outcome.effect().released());
      }
      if (action() == Action.WITHHOLD) {
        json.put("otherReason", otherReason);
      }
      json.put("fromWithheld", selection.fromWithheld());
      json.put("leftWithheld", found.size() - taken.size());
      console().result(json);
      return ExitCode.OK;
    } catch (InterruptedIOException e) {
      console().error("stopped; nothing was changed.");
      return ExitCode.INTERRUPTED;
    }
  }

  abstract Action action();

  /** False where what --query finds is to stay withheld. */
  abstract boolean takesWithheld();

  /** How many mails are in that state already, and get another reason. */
  abstract int forOtherReason(Review review, Selection selection) throws IOException;

  /** Does it; the monitor is told of each mail. */
  abstract Outcome decide(Review review, Selection selection, CheckMonitor monitor)
      throws IOException;

  /** What is wrong with the command line. */
  final ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private MeteredMails meter(String task, long mails, Interruption interruption) {
    return new MeteredMails(console(), task, mails, interruption::isRequested);
  }

  private List<String> notWithheld(Review review, List<String> found, Interruption interruption)
      throws IOException {
    try (MeteredMails meter = meter("Looking up", found.size(), interruption)) {
      return review.notWithheld(found, meter);
    }
  }

  private Selection select(Review review, List<String> named, Interruption interruption)
      throws IOException {
    try (MeteredMails meter = meter("Looking up", named.size(), interruption)) {
      return review.select(action(), named, meter);
    }
  }

  private Outcome decide(Review review, Selection selection, Interruption interruption)
      throws IOException {
    String task = action() == Action.ALLOW ? "Allowing" : "Withholding";
    try (MeteredMails meter = meter(task, selection.changes(), interruption)) {
      return decide(review, selection, meter);
    }
  }

  private List<String> find(PrivateDirectory directory, String text, Interruption interruption)
      throws IOException {
    MailFinder.Found found = search(directory, MailQuery.parse(text, publication), interruption);
    found.notices().forEach(notice -> console().error(notice.text()));
    if (yes && !found.notices().isEmpty()) {
      throw wrong(
          "The query was not read as it was typed, for the reasons above; nothing was changed."
              + " Mend it, or put into quotation marks what is meant as a word, such as \"or\";"
              + " and look at what it finds without --yes.");
    }
    if (found.cut()) {
      throw wrong("The search took too long to be complete; nothing was changed.");
    }
    console().say(Figures.mails(found.ids().size()) + " found.");
    return found.ids();
  }

  private MailFinder.Found search(
      PrivateDirectory directory, MailQuery asked, Interruption interruption) throws IOException {
    try (MeteredMails meter = meter("Reading", MailFinder.mails(directory), interruption);
        MailFinder finder = MailFinder.open(directory, meter)) {
      return finder.find(asked);
    }
  }

  /** The first of those that would be changed, to look at: all of them for a program. */
  private List<Map<String, @Nullable Object>> list(Review review, Selection selection)
      throws IOException {
    List<Map<String, @Nullable Object>> mails = new ArrayList<>();
    for (Mail mail : selection.chosen()) {
      if (mails.size() == MOST_LINES && !console().isJson()) {
        console()
            .say(
                "… and %s more; --json lists all."
                    .formatted(Figures.mails(selection.chosen().size() - mails.size())));
        break;
      }
      MailLine line = MailLine.of(mail, review.message(mail));
      line.say(console());
      mails.add(line.json());
    }
    return mails;
  }

  private void say(Selection selection, int leftWithheld) {
    console()
        .say(
            "%s named and %s of them to %s; %s already so"
                .formatted(
                    Figures.mails(selection.chosen().size() + selection.unchanged().size()),
                    selection.copies().size() == 1
                        ? "1 copy"
                        : Figures.count(selection.copies().size()) + " copies",
                    action() == Action.ALLOW ? "allow" : "withhold",
                    Figures.count(selection.unchanged().size())));
    if (action() == Action.ALLOW && selection.changes() > 0) {
      int withheld = selection.fromWithheld();
      console()
          .say(
              "Until now %s held and %s withheld."
                  .formatted(
                      Figures.count(selection.changes() - withheld), Figures.count(withheld)));
    }
    if (leftWithheld > 0) {
      console()
          .say(
              (leftWithheld == 1
                      ? "1 mail found stays as it is, since it or a copy of it is"
                      : Figures.mails(leftWithheld)
                          + " found stay as they are, since they or copies of them are")
                  + " withheld; --withheld takes what is withheld too.");
    }
    if (!selection.released().isEmpty()) {
      console()
          .error(
              "%s the same content; only a withdrawal reaches what is released."
                  .formatted(
                      Figures.count(
                          selection.released().size(),
                          "released mail has",
                          "released mails have")));
    }
  }

  private void say(Outcome outcome, int fromWithheld, int otherReason) {
    boolean allowed = action() == Action.ALLOW;
    String freed =
        allowed && fromWithheld > 0
            ? ", %s of them withheld until now".formatted(Figures.count(fromWithheld))
            : "";
    if (otherReason > 0) {
      freed = ", and " + Figures.count(otherReason) + " for another reason than before";
    }
    console()
        .say(
            "%s %s%s."
                .formatted(
                    Figures.mails(outcome.changed()), allowed ? "allowed" : "withheld", freed));
    if (outcome.effect().quoting() > 0) {
      console()
          .say(
              Figures.count(
                      outcome.effect().quoting(),
                      "mail is held now, since it quotes",
                      "mails are held now, since they quote")
                  + " what was withheld.");
    }
    if (outcome.effect().released() > 0) {
      console()
          .error(
              Figures.count(
                      outcome.effect().released(), "released mail quotes", "released mails quote")
                  + " what was withheld; only a withdrawal reaches what is released.");
    }
  }
}
