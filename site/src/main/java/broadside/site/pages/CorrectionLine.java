package broadside.site.pages;

/**
 * A correction, as the page of what it speaks of names it.
 *
 * @param href address of its page
 * @param date when the editors signed it
 */
public record CorrectionLine(String href, String title, String date) {}
