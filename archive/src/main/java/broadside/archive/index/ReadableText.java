package broadside.archive.index;

import broadside.mail.html.HtmlText;
import broadside.mail.message.Address;
import broadside.mail.message.Bodies;
import broadside.mail.message.BodyText;
import broadside.mail.message.Message;
import broadside.mail.message.NestedMessage;
import org.jspecify.annotations.Nullable;

/** The text of a mail that is indexed, shown, and that snippets are cut from. */
public final class ReadableText {
  /** For what has no text. */
  public static final BodyText NONE = new BodyText("", false, false);

  private ReadableText() {}

  /** The plain text, else what the HTML reads as, else null. */
  public static @Nullable BodyText of(Message message) {
    return of(message.text(), message.html());
  }

  /** The same of a mail that lies in another one. */
  public static @Nullable BodyText of(NestedMessage nested) {
    return of(nested.text(), nested.html());
  }

  private static @Nullable BodyText of(@Nullable BodyText text, @Nullable String html) {
    if (html != null && (text == null || text.text().isBlank())) {
      return HtmlText.of(html);
    }
    return text;
  }

  /**
   * All that a search finds a mail by beside its own head: its text, and behind it the heads and
   * texts of the mails that lie in it. Null where there is none.
   */
  public static @Nullable BodyText withNested(Bodies bodies) {
    BodyText own = of(bodies.text(), bodies.html());
    if (bodies.nested().isEmpty()) {
      return own;
    }
    StringBuilder all = new StringBuilder(own == null ? "" : own.text());
    for (NestedMessage nested : bodies.nested()) {
      BodyText text = of(nested);
      all.append("\n\n").append(head(nested)).append('\n').append(text == null ? "" : text.text());
    }
    return new BodyText(all.toString(), own != null && own.flowed(), own != null && own.delSp());
  }

  /** Who wrote a nested mail to whom, and its subject; a line each. */
  static String head(NestedMessage nested) {
    StringBuilder head = new StringBuilder(nested.subject());
    nested.from().forEach(address -> append(head, address));
    nested.to().forEach(address -> append(head, address));
    nested.cc().forEach(address -> append(head, address));
    return head.toString();
  }

  private static void append(StringBuilder head, Address address) {
    head.append('\n');
    if (!address.name().equals(address.email())) {
      head.append(address.name()).append(' ');
    }
    head.append(address.email());
  }
}
