package broadside.intake.ledger;

/**
 * Why a mail is held.
 *
 * @param kind lower-case name with hyphens of what was found
 * @param place where in the mail: a header, "body", an attachment's name
 * @param excerpt what was found, masked, with a little around it
 */
public record Finding(String kind, String place, String excerpt) {}
