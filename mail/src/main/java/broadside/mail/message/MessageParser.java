package broadside.mail.message;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Reads mails.
 *
 * <p><b>Threads:</b> immutable; one instance serves all threads.
 */
public final class MessageParser {
  private final MailLimits limits;

  public MessageParser(MailLimits limits) {
    this.limits = limits;
  }

  /** The message that these bytes are. Never throws on content, whatever the bytes. */
  public Message parse(byte[] mail) {
    throw new IllegalStateException("being written " + limits);
  }

  /**
   * Writes the decoded bytes of one part.
   *
   * @param part {@link Part#index()} as {@link #parse} gave it for the same bytes
   * @return false where there is no such part
   */
  public boolean copyPart(byte[] mail, int part, OutputStream out) throws IOException {
    throw new IllegalStateException("being written");
  }
}
