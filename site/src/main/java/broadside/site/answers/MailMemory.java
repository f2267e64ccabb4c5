package broadside.site.answers;

/** What a mail takes in memory while an answer is made of it. */
final class MailMemory {
  /** Smaller mails are not counted: as many as there are threads fit anyway. */
  private static final int SMALL = 32 << 10;

  /** The mail itself, what is decoded of it, and what is kept of that. */
  private static final int COPIES = 3;

  /** What a page makes of each byte of a text or of HTML, at most, with all steps between. */
  private static final int PAGE = 12;

  /** Bytes of a mail that become a page of its text: further ones are not shown. */
  private static final long TEXT = 512 << 10;

  /** The same of its HTML. */
  private static final long HTML = 4 << 20;

  private MailMemory() {}

  /** Bytes of memory for a mail of so many bytes that is only sent; 0 for a small one. */
  static long ofBytes(long mail) {
    return mail < SMALL ? 0 : mail;
  }

  /** The same for one that is parsed. */
  static long ofParsed(long mail) {
    return COPIES * ofBytes(mail);
  }

  /** The same for one whose text becomes a page. */
  static long ofText(long mail) {
    return ofParsed(mail) + PAGE * Math.min(TEXT, ofBytes(mail));
  }

  /** The same for one whose HTML becomes a page. */
  static long ofHtml(long mail) {
    return ofParsed(mail) + PAGE * Math.min(HTML, ofBytes(mail));
  }
}
