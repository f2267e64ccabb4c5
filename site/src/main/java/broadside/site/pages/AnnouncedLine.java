package broadside.site.pages;

/**
 * A part that the publisher announces, in the list of those to come.
 *
 * @param name "Part 13" or "Part 13: its title"
 * @param hour for which it is planned, or was, in UTC
 * @param mails how many it holds, in words, or ""
 */
public record AnnouncedLine(String name, String hour, String mails) {}
