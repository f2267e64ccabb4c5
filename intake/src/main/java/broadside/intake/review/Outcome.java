package broadside.intake.review;

import broadside.intake.quote.HiddenWords;

/**
 * What a decision did.
 *
 * @param changed mails that it allowed or withheld, copies among them
 * @param quoting mails that quote what was withheld
 */
public record Outcome(int changed, HiddenWords.Quoting quoting) {}
