package broadside.site.answers;

/** What a mail takes in memory while an answer is made of it. */
final class MailMemory {
  /** Smaller mails are not counted: as many as there are threads fit anyway. */
  private static final int SMALL = 256 << 10;

  /** The mail itself, what is decoded of it, and what is made of that. */
  private static final int COPIES = 3;

  private MailMemory() {}

  /** Bytes of memory for a mail of so many bytes that is only sent; 0 for a small one. */
  static long ofBytes(long mail) {
    return mail < SMALL ? 0 : mail;
  }

  /** The same for one that is parsed. */
  static long ofParsed(long mail) {
    return COPIES * ofBytes(mail);
  }
}
