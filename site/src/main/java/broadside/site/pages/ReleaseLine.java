package broadside.site.pages;

/**
 * One release in the list of all.
 *
 * @param name "Release 7" or "Release 7: its title"
 * @param messages how many mails, in words
 * @param range first and last number
 * @param size of its mails, or "" where it never will be opened
 */
public record ReleaseLine(
    int number, String name, String date, String messages, String range, String size) {}
