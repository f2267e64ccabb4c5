package broadside.archive.index;

import broadside.mail.html.HtmlText;
import broadside.mail.message.BodyText;
import broadside.mail.message.Message;
import org.jspecify.annotations.Nullable;

/** The text of a mail that is indexed, and that snippets are cut from. */
public final class ReadableText {
  private ReadableText() {}

  /** The plain text, else what the HTML reads as, else null. */
  public static @Nullable BodyText of(Message message) {
    BodyText text = message.text();
    String html = message.html();
    if (html != null && (text == null || text.text().isBlank())) {
      return HtmlText.of(html);
    }
    return text;
  }
}
