package broadside.archive.index;

/** The indexed fields that hold words with their positions. */
public enum TextField {
  SUBJECT("subject", true),
  /** The writer's own words. */
  BODY("body", true),
  /** Other people's words within the body, and the lines that introduce them. */
  QUOTED("quoted", true),
  FROM("from", false),
  TO("to", false),
  CC("cc", false),
  BCC("bcc", false),
  /** Names of attached files. */
  FILE("file", false);

  private final String label;
  private final boolean lengths;

  TextField(String label, boolean lengths) {
    this.label = label;
    this.lengths = lengths;
  }

  /** The field's name in the index. */
  public String label() {
    return label;
  }

  /** True where a match in a short text counts more than one in a long text. */
  boolean lengths() {
    return lengths;
  }
}
