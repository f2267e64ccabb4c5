package broadside.intake.release;

/**
 * How much goes into a release: so many of the mails that wait, the oldest first. The order is that
 * of the numbers (date, then SHA-256; undated last), so that an archive cut into parts reads on
 * from part to part.
 *
 * @param messages numbers at most, withheld ones among them
 */
public record ReleaseChoice(long messages) {
  /** Everything that waits. */
  public static final ReleaseChoice ALL = new ReleaseChoice(Long.MAX_VALUE);

  public ReleaseChoice {
    if (messages < 1) {
      throw new IllegalArgumentException("messages " + messages + " not in 1…");
    }
  }
}
