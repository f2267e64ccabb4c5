package broadside.mail.dkim;

/**
 * One set of an ARC chain, as it says.
 *
 * @param instance its number, from 1
 * @param domain {@code d=} of its seal, in lower case, or "" where it is no domain name
 * @param results what its ARC-Authentication-Results say after the number: at most {@link
 *     #RESULTS_CHARS}, unfolded, control characters replaced, bytes beyond ASCII as U+FFFD
 */
public record ArcSet(int instance, String domain, String results) {

  /** Longer texts are cut. */
  public static final int RESULTS_CHARS = 2_000;
}
