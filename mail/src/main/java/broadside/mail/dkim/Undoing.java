package broadside.mail.dkim;

/** What had to be undone, beyond line ends, for a signature to hold. */
public enum Undoing {
  /** Nothing. */
  NONE(""),

  /** One {@code >} before each line that begins with {@code From }, as an mboxo writer puts it. */
  UNQUOTED("unquoted"),

  /** The signer saw lines quoted that the archive's reader had undone. */
  REQUOTED("requoted");

  private final String word;

  Undoing(String word) {
    this.word = word;
  }

  /** As manifests and ledgers write it; "" for {@link #NONE}. */
  public String word() {
    return word;
  }
}
