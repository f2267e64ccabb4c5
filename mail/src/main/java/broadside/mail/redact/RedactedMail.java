package broadside.mail.redact;

import java.util.List;

/**
 * A mail from which words were taken.
 *
 * @param mail its bytes
 * @param removed how many times one of the words was replaced
 * @param left where the words still are, in words for a person; empty where they are nowhere
 * @param unseen attachments that nobody can look into by reading text
 */
public record RedactedMail(byte[] mail, int removed, List<String> left, List<String> unseen) {
  public RedactedMail {
    left = List.copyOf(left);
    unseen = List.copyOf(unseen);
  }
}
