package broadside.mail.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a mail says, without all else that it is; the components are those of {@link Message}.
 *
 * @param text the plain text that a mail reader would show, or null where there is none
 * @param html the HTML that a mail reader would show, decoded to text, not cleaned, or null
 * @param nested the mails that lie in it as parts
 */
public record Bodies(@Nullable BodyText text, @Nullable String html, List<NestedMessage> nested) {

  public Bodies {
    nested = List.copyOf(nested);
  }
}
