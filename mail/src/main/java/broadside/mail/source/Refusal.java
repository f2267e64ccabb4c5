package broadside.mail.source;

/** Why something met in a source is no mail of the archive. The lower-case name is stored. */
public enum Refusal {
  EMPTY,
  NOT_MAIL,
  TOO_LARGE,
  UNREADABLE,
  TRUNCATED,
  CORRUPT,
  UNSUPPORTED,
  LIMIT
}
