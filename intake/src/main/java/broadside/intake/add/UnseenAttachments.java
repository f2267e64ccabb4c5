package broadside.intake.add;

import broadside.intake.finding.Findings;
import broadside.intake.ledger.Finding;
import broadside.mail.message.Message;
import broadside.mail.message.Part;
import java.util.List;
import java.util.stream.Stream;

/** Attachments that the search for personal data does not look into. */
final class UnseenAttachments {
  /** Named for one mail. */
  private static final int NAMED = 20;

  private UnseenAttachments() {}

  /** How many a mail has. */
  static int count(Message message) {
    return (int) of(message).count();
  }

  /** A reason to hold the mail for each of the first. */
  static List<Finding> findings(Message message) {
    return of(message)
        .limit(NAMED)
        .map(part ->
            new Finding(
                "attachment",
                "attachment " + (part.fileName() == null ? part.index() : part.fileName()),
                "%s, %,d bytes: nobody has looked into it"
                    .formatted(part.mediaType(), part.bytes())))
        .toList();
  }

  /** Texts, attached mails and what was signed are looked into; a signature says nothing. */
  private static Stream<Part> of(Message message) {
    return Stream.concat(files(message), Findings.unread(message)).distinct();
  }

  private static Stream<Part> files(Message message) {
    return message.parts().stream()
        .filter(part -> part.role().isAttachment())
        .filter(part -> !Findings.isText(part))
        .filter(part ->
            switch (part.role()) {
              case NESTED_MESSAGE, SIGNATURE, SIGNED -> false;
              default -> true;
            });
  }
}
