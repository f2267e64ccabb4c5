package broadside.archive.query;

/** Where words are looked for. */
public enum Field {
  /** Subject, body, people and file names. */
  ANY(""),
  SUBJECT("subject"),
  /** The whole body. */
  BODY("body"),
  /** The writer's own words in the body. */
  UNQUOTED("unquoted"),
  /** Other people's words in the body. */
  QUOTED("quoted"),
  FROM("from"),
  TO("to"),
  CC("cc"),
  BCC("bcc"),
  /** To or Cc. */
  RECIPIENT("tc"),
  /** From, To, Cc or Bcc. */
  PERSON("person"),
  FILENAME("filename");

  private final String operator;

  Field(String operator) {
    this.operator = operator;
  }

  /** The operator that canonical queries name it by, without the colon; "" for {@link #ANY}. */
  public String operator() {
    return operator;
  }
}
