package broadside.mail.message;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One mail as a reader would see it, made from its bytes alone.
 *
 * <p>All text is decoded. Lists are immutable and in the order of the mail. A header that is absent
 * gives an empty list, an empty subject or null, never a guess; what was repaired or dropped is in
 * {@code defects}.
 *
 * @param headers every header field of the top level, in order
 * @param messageId the Message-ID without its angle brackets, or null
 * @param references ids of References without brackets, oldest first
 * @param inReplyTo ids of In-Reply-To without brackets
 * @param subject the decoded subject on one line, or ""
 * @param listId the identifier in List-Id (RFC 2919) without brackets, in lower case, or null
 * @param date when the mail says it was written
 * @param parts the MIME structure in preorder; {@code parts.get(i).index() == i}; never empty
 * @param text the plain text that a mail reader would show, or null where there is none
 * @param html the HTML that a mail reader would show, decoded to text, not cleaned, or null
 * @param nested the mails that lie in it as parts, in the order of {@code parts}; the limits say
 *     how many of them are read
 * @param defects what was wrong, in the order it was met
 */
public record Message(
    List<HeaderField> headers,
    @Nullable String messageId,
    List<String> references,
    List<String> inReplyTo,
    List<Address> from,
    List<Address> sender,
    List<Address> replyTo,
    List<Address> to,
    List<Address> cc,
    List<Address> bcc,
    String subject,
    @Nullable String listId,
    MessageDate date,
    List<Part> parts,
    @Nullable BodyText text,
    @Nullable String html,
    List<NestedMessage> nested,
    List<Defect> defects) {

  public Message {
    headers = List.copyOf(headers);
    references = List.copyOf(references);
    inReplyTo = List.copyOf(inReplyTo);
    from = List.copyOf(from);
    sender = List.copyOf(sender);
    replyTo = List.copyOf(replyTo);
    to = List.copyOf(to);
    cc = List.copyOf(cc);
    bcc = List.copyOf(bcc);
    parts = List.copyOf(parts);
    nested = List.copyOf(nested);
    defects = List.copyOf(defects);
  }

  /** The parts a reader can download, in order; attachment number k of the site is element k-1. */
  public List<Part> attachments() {
    List<Part> attachments = new ArrayList<>(parts.size());
    for (Part part : parts) {
      if (part.role().isAttachment()) {
        attachments.add(part);
      }
    }
    return Collections.unmodifiableList(attachments);
  }
}
