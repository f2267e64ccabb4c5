package broadside.archive;

/**
 * What a publication says of itself ({@code public/about}).
 *
 * @param title one line
 * @param description plain text, paragraphs separated by an empty line
 * @param provenance where the mails come from, plain text
 * @param language BCP 47 tag of the site's and most mails' language
 * @param contact how to reach the publisher, or ""
 */
public record About(
    String title, String description, String provenance, String language, String contact) {}
