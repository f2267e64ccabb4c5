package broadside.mail.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a reader sees of a mail that lies in another one as a part of it, as one that was forwarded
 * whole does.
 *
 * <p>What was repaired while it was read is not told: the defects of a mail are those of its own
 * form.
 *
 * @param part {@link Part#index()} of the part that it is
 * @param within {@link Part#index()} of the nested mail that it lies in, or -1 where it lies in the
 *     outer mail
 * @param text the plain text that a mail reader would show, or null where there is none
 * @param html the HTML that a mail reader would show, decoded to text, not cleaned, or null
 */
public record NestedMessage(
    int part,
    int within,
    List<Address> from,
    List<Address> to,
    List<Address> cc,
    String subject,
    MessageDate date,
    @Nullable BodyText text,
    @Nullable String html) {

  public NestedMessage {
    from = List.copyOf(from);
    to = List.copyOf(to);
    cc = List.copyOf(cc);
  }
}
