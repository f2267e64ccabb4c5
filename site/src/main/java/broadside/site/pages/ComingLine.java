package broadside.site.pages;

/**
 * A sealed release in the list of those to come.
 *
 * @param opens the hour, in UTC
 * @param range first and last number
 * @param state in a few words
 */
public record ComingLine(Link link, String opens, String range, String state) {}
