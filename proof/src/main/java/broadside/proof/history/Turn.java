package broadside.proof.history;

/** Whether it is a custodian's turn to publish its share of a sealed release. */
public enum Turn {
  /** It is. */
  NOW,
  /** Its clock is before the hour that the seal names. */
  EARLY,
  /** Its clock is before the end of a hold. */
  HELD,
  /** Its clock is past the hour; too few witnesses have said so, and the grace is not over. */
  UNWITNESSED,
  /** The release was taken back: it never will be. */
  VOID,
  /** The release is open; nobody needs the share. */
  OPEN
}
