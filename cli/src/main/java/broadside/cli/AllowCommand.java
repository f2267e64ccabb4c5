package broadside.cli;

import broadside.archive.release.CheckMonitor;
import broadside.intake.ledger.Decisions.Action;
import broadside.intake.review.Outcome;
import broadside.intake.review.Review;
import broadside.intake.review.Selection;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "allow",
    description = "Lets held or withheld mails, and their copies, go into the next release.",
    footer = {
      "",
      "Example: broadside allow pub 3f2a9c01b7de --reason \"a test card number\"",
      "         broadside allow pub --query \"subject:invoice after:2019-01-01\" --yes"
    })
final class AllowCommand extends Deciding {
  @Option(
      names = "--withheld",
      description =
          "Of what --query finds, also allow mails that are withheld, or have a copy that is.")
  private boolean withheld;

  @Option(
      names = {"--reason", "--note"},
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Why, in your words, for the private ledger.")
  private String reason;

  @Override
  boolean takesWithheld() {
    return withheld;
  }

  @Override
  Action action() {
    return Action.ALLOW;
  }

  @Override
  int forOtherReason(Review review, Selection selection) {
    return 0; // readers see none of what is allowed
  }

  @Override
  Outcome decide(Review review, Selection selection, CheckMonitor monitor) throws IOException {
    return review.allow(selection, reason, monitor);
  }
}
