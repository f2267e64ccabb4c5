/**
 * The pages: a record of what each shows, and its template (in {@code src/main/jte}).
 *
 * <p>The entry type is {@link broadside.site.pages.Pages}. Invariant: every value is plain text
 * that the templates escape, but for the cleaned HTML of {@link broadside.site.pages.MailHtml};
 * nothing here knows of archives or of HTTP. May be imported by the other packages of the site.
 */
@NullMarked
package broadside.site.pages;

import org.jspecify.annotations.NullMarked;
