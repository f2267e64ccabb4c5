/**
 * HTML of mails: made safe and valid to show ({@link broadside.mail.html.SafeHtml}), and read as
 * text ({@link broadside.mail.html.HtmlText}).
 *
 * <p>Invariant: nothing that comes out of {@code SafeHtml} runs, submits, or loads anything from
 * anywhere but the addresses that the caller gave for cid images.
 */
@NullMarked
package broadside.mail.html;

import org.jspecify.annotations.NullMarked;
