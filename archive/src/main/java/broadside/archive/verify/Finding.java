package broadside.archive.verify;

/**
 * One thing that an audit has found wrong.
 *
 * @param kind how bad it is
 * @param sentence for a person
 */
public record Finding(Kind kind, String sentence) {
  /** How bad a finding is, the worst first. */
  public enum Kind {
    /** Something contradicts what is signed. */
    FORGED,
    /** Something is not there. */
    INCOMPLETE,
    /** What there is may be an old state. */
    STALE,
    /** Worth knowing; nothing is wrong with what was checked. */
    NOTE
  }
}
