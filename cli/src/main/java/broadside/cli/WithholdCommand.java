package broadside.cli;

import broadside.archive.release.CheckMonitor;
import broadside.intake.ledger.Decisions.Action;
import broadside.intake.review.Outcome;
import broadside.intake.review.Review;
import broadside.intake.review.Selection;
import broadside.proof.release.Reason;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "withhold",
    description = {
      "Keeps mails, and their copies, out of releases.",
      "Their numbers are published with the reason, their content is not. Waiting mails that quote",
      "them are held. What is withheld already gets the reason that is given."
    },
    footer = {
      "",
      "Reasons: personal-data, source-protection, safety, legal-privilege, court-order, security,",
      "not-relevant",
      "",
      "Example: broadside withhold pub 3f2a9c01b7de --reason personal-data",
      "         broadside withhold pub --query \"from:doctor\" --reason personal-data --yes"
    })
final class WithholdCommand extends Deciding {
  @Option(
      names = "--reason",
      required = true,
      paramLabel = "CODE",
      converter = ReasonCode.class,
      description = "Why, as readers will see it; one of the list below.")
  private Reason reason;

  @Option(
      names = "--note",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "A note for the private ledger.")
  private String note;

  @Override
  boolean takesWithheld() {
    return true;
  }

  @Override
  Action action() {
    return Action.WITHHOLD;
  }

  @Override
  int forOtherReason(Review review, Selection selection) throws IOException {
    return review.forOtherReason(selection, reason).size();
  }

  @Override
  Outcome decide(Review review, Selection selection, CheckMonitor monitor) throws IOException {
    return review.withhold(selection, reason, note, monitor);
  }
}
