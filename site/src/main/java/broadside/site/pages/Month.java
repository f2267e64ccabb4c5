package broadside.site.pages;

/**
 * How many mails were written in a month.
 *
 * @param width 0 to 50: the length of its bar, 50 for the fullest month
 */
public record Month(String name, String href, String mails, int width) {}
