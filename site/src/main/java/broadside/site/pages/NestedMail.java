package broadside.site.pages;

import java.util.List;

/**
 * A mail that lies in the one of the page.
 *
 * @param anchor {@code m1} for the first; those of its paragraphs are {@code m1p7}
 * @param where what it lies in, in words
 * @param title its subject, or words in its place
 * @param date as it gives it, with its zone
 * @param dateTime the same for programs, or ""
 * @param language of its text, or "" where it is not known
 * @param cut true where its text is longer than the page shows
 */
public record NestedMail(
    String anchor,
    String where,
    String title,
    List<Correspondents> correspondents,
    String date,
    String dateTime,
    String language,
    List<Passage> passages,
    boolean cut) {}
