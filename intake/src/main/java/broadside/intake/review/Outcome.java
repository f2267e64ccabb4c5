package broadside.intake.review;

/**
 * What a decision did.
 *
 * @param changed mails that it allowed or withheld, copies among them
 * @param nowHeld waiting mails that are now held, since they quote a withheld one
 * @param released released mails that quote a withheld one: only a withdrawal reaches them
 */
public record Outcome(int changed, int nowHeld, int released) {}
