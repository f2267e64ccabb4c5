package broadside.intake.review;

import broadside.intake.quote.Hiding;

/**
 * What a decision did.
 *
 * @param changed mails that it allowed or withheld, copies among them
 * @param effect on mails that say what was withheld too
 */
public record Outcome(int changed, Hiding.Effect effect) {}
