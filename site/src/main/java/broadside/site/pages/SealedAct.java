package broadside.site.pages;

/**
 * What was said of a sealed release in the log.
 *
 * @param date when it was signed
 * @param what it says
 * @param entry link to the part of the log that holds it
 */
public record SealedAct(String date, String what, Link entry) {}
