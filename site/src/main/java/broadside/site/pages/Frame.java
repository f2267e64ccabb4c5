package broadside.site.pages;

/**
 * What stands around every page.
 *
 * @param title the publication's title
 * @param language BCP 47 tag of the publication's own words
 * @param status one line: how much is published
 * @param stylesheet address of the stylesheet
 * @param icon address of the icon
 * @param preview true where the mails are not published
 */
public record Frame(
    String title,
    String language,
    String status,
    String stylesheet,
    String icon,
    boolean preview) {}
