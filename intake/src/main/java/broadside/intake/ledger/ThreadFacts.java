package broadside.intake.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What threads need to know of a mail. Every key is the first 8 bytes, big-endian, of an
 * HMAC-SHA256 under the publication's private thread key.
 *
 * @param thread the mail's own thread key: of the first id in References, else in In-Reply-To, else
 *     of its Message-ID, else of its hash
 * @param messageId key of its own Message-ID, or null
 * @param ids keys of every id it names: References, In-Reply-To; its own not among them; bounded
 * @param subject key of its subject without reply prefixes, or null where nothing is left
 * @param reply true where the subject has a reply prefix
 * @param correspondents keys of the addresses in From, To and Cc, bounded; empty where {@code ids}
 *     is not, since subjects join only mails without references
 */
public record ThreadFacts(
    long thread,
    @Nullable Long messageId,
    long[] ids,
    @Nullable Long subject,
    boolean reply,
    long[] correspondents) {

  /** The facts of one mail of the ledger. */
  public record OfMail(long mail, @Nullable Instant date, ThreadFacts facts) {}
}
