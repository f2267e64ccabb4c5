package broadside.mail.message;

/** What makes two mails copies of each other. */
public final class ContentKey {
  private ContentKey() {}

  /**
   * SHA-256 over From, To, Cc, Bcc, date, subject, decoded bodies and the hashes of the
   * attachments, each with its length; whatever the Message-ID, the other headers and the transfer
   * encoding.
   */
  public static byte[] of(Message message) {
    throw new IllegalStateException("being written " + message);
  }
}
