package broadside.site.pages;

import org.jspecify.annotations.Nullable;

/**
 * What stands around every page.
 *
 * @param title the publication's title
 * @param language BCP 47 tag of the publication's own words
 * @param newest number of the newest release, or 0
 * @param newestDay when that was made
 * @param mails how many can be read, in words
 * @param parts number of the series' last part, as the publisher announces it, or 0
 * @param next when the next part comes out, in words, or ""
 * @param checked when a quorum of witnesses saw this state last, in words, or ""
 * @param warning a sentence for every reader, or ""
 * @param overdue the sealed release that is longest overdue, or null
 * @param stylesheet address of the stylesheet
 * @param icon address of the icon
 * @param preview true where the mails are not published
 */
public record Frame(
    String title,
    String language,
    int newest,
    String newestDay,
    String mails,
    int parts,
    String next,
    String checked,
    String warning,
    @Nullable Coming overdue,
    String stylesheet,
    String icon,
    boolean preview) {}
