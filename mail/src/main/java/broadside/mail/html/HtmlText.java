package broadside.mail.html;

import broadside.mail.message.BodyText;

/** Reads HTML as plain text. */
public final class HtmlText {
  private HtmlText() {}

  /**
   * What a person would read: paragraphs and breaks as line ends, blockquotes as "> " lines, links
   * with their target where it differs from their text. Linear in the input.
   */
  public static BodyText of(String html) {
    throw new IllegalStateException("being written " + html);
  }
}
