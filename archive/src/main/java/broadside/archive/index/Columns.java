package broadside.archive.index;

/** The names of the doc values: what a list of mails shows without opening any. */
public final class Columns {
  public static final String NUMBER = "number";

  /** Seconds since 1970 in UTC; absent where the mail is undated or withheld. */
  public static final String DATE = "date";

  /** Bytes of the mail as published. */
  public static final String BYTES = "bytes";

  /**
   * The first eight bytes of the content key: equal for copies. Withheld numbers have their own.
   */
  public static final String COPY = "copy";

  static final String RELEASE = "release";
  static final String STATE = "state";
  static final String THREAD = "thread";
  static final String ATTACHMENTS = "attachments";
  static final String VOLUME = "volume";
  static final String OFFSET = "offset";
  static final String DEFLATED = "deflated";

  /** Display name and address, a NUL between them. */
  static final String SENDER = "sender";

  static final String TITLE = "title";

  private Columns() {}
}
