package broadside.mail.html;

import broadside.mail.message.BodyText;
import org.owasp.html.HtmlSanitizer;

/** Reads HTML as plain text. */
public final class HtmlText {
  private HtmlText() {}

  /**
   * What a person would read: paragraphs and breaks as line ends, blockquotes as "> " lines, links
   * with their target where it differs from their text. Linear in the input.
   *
   * <p>Text that the HTML hides ({@code display:none} and the like) is not part of what a person
   * read, but must not get lost: it stands at the end, below a line that says what it is.
   */
  public static BodyText of(String html) {
    HtmlLimits limits = HtmlLimits.DEFAULT;
    TextReader reader = new TextReader(limits);
    HtmlSanitizer.sanitize(limits.bounded(html), reader);
    return new BodyText(reader.text(), false, false);
  }
}
