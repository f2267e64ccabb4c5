package broadside.site.pages;

/**
 * What editors did to something after it was published.
 *
 * @param link to it
 * @param where "of release 3" or "(message 8)"
 * @param date when the editors signed that
 * @param what was done, and why
 * @param entry index of the statement in the log
 */
public record ActLine(Link link, String where, String date, String what, long entry) {}
