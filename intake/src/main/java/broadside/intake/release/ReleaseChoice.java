package broadside.intake.release;

/**
 * What goes into a release: so many of the mails that wait, the oldest first, whatever the plan
 * says; or the part of the plan that comes next. The order within is that of the numbers (date,
 * then SHA-256; undated last).
 *
 * @param messages numbers at most, withheld ones among them
 * @param isPart true for the plan's next part, which is taken whole
 */
public record ReleaseChoice(long messages, boolean isPart) {
  /** Everything that waits. */
  public static final ReleaseChoice ALL = new ReleaseChoice(Long.MAX_VALUE);

  /** The next part of the plan. */
  public static final ReleaseChoice NEXT_PART = new ReleaseChoice(Long.MAX_VALUE, true);

  public ReleaseChoice {
    if (messages < 1) {
      throw new IllegalArgumentException("messages " + messages + " not in 1…");
    }
    if (isPart && messages < Long.MAX_VALUE) {
      throw new IllegalArgumentException("a part is taken whole, not " + messages + " of it");
    }
  }

  /** The oldest that wait. */
  public ReleaseChoice(long messages) {
    this(messages, false);
  }
}
