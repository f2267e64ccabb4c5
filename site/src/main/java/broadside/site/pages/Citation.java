package broadside.site.pages;

/**
 * How to name a mail.
 *
 * @param author as the mail gives it
 * @param subject as the page shows it
 * @param when date and clock with the zone, or "undated"
 * @param where publication, release and number
 * @param site the address of the site, without a slash at its end
 * @param path of the page
 * @param sha256 of the mail's bytes, in hex
 */
public record Citation(
    String author,
    String subject,
    String when,
    String where,
    String site,
    String path,
    String sha256) {}
