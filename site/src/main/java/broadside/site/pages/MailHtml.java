package broadside.site.pages;

/**
 * A mail's own HTML, made safe.
 *
 * @param language of its text, or "" where it is not known
 * @param html a well-formed fragment from {@code SafeHtml}, put into the page as it is
 * @param note what was removed, one sentence, or ""
 */
public record MailHtml(long number, String language, String note, String html) {}
