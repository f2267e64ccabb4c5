package broadside.archive.index;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the index says of one number: what a list of mails shows without opening any.
 *
 * @param number the message's number
 * @param release the release that holds it
 * @param date when it was written, or null where undated or withheld
 * @param sender the first author's name, or address where there is no name, or ""; at most 300
 *     characters with the address
 * @param address the first author's address, or ""
 * @param subject decoded, at most 300 characters, or ""
 * @param attachments how many files it carries, without inline images and signatures
 * @param thread its own thread key, 16 hex digits, or "" where withheld
 * @param copy equal for copies of the same mail, different for others
 * @param range where its bytes lie, or null where withheld
 */
public record MailCard(
    long number,
    int release,
    State state,
    @Nullable Instant date,
    String sender,
    String address,
    String subject,
    int attachments,
    String thread,
    long copy,
    @Nullable MailRange range) {

  /** The card of a number whose mail was taken back: it says nothing of the mail. */
  static MailCard withdrawn(long number, int release) {
    return new MailCard(number, release, State.WITHDRAWN, null, "", "", "", 0, "", 0, null);
  }

  /** What a number stands for. */
  public enum State {
    PUBLISHED(0),
    REDACTED(1),
    WITHHELD(2),
    WITHDRAWN(3);

    private final int code;

    State(int code) {
      this.code = code;
    }

    /** How the index writes it. */
    int code() {
      return code;
    }

    static State of(long code) {
      for (State state : values()) {
        if (state.code == code) {
          return state;
        }
      }
      throw new IllegalArgumentException("no state " + code);
    }
  }

  /** True where the number has no mail. */
  public boolean isAbsent() {
    return state == State.WITHHELD || state == State.WITHDRAWN;
  }

  /** Bytes of the mail as published, 0 where withheld. */
  public long bytes() {
    return range == null ? 0 : range.bytes();
  }
}
