package broadside.archive.mirror;

/**
 * What an upstream did that it should not.
 *
 * @param upstream who
 * @param kind how bad it is
 * @param sentence for the operator; it names the upstream
 */
public record Fault(Upstream upstream, Kind kind, String sentence) {
  /** How bad a fault is, the worst first. */
  public enum Kind {
    /** It shows a log that the log's own key signed and that contradicts another. */
    CONTRADICTION,
    /** What it serves is not what is signed. */
    FORGED,
    /** It lacks something that it should have. */
    INCOMPLETE,
    /** It shows an older state than another does. */
    BEHIND,
    /** It does not answer, or not with a publication. */
    UNREACHABLE
  }
}
