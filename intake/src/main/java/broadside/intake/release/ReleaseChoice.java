package broadside.intake.release;

/**
 * Which mails go into a release, withheld ones among them. The order within is that of the numbers
 * (date, then SHA-256; undated last).
 */
public sealed interface ReleaseChoice {
  /** Everything that waits. */
  ReleaseChoice ALL = new Oldest(Long.MAX_VALUE);

  /** The part of the plan that comes next, whole. */
  ReleaseChoice NEXT_PART = new NextPart();

  /**
   * So many of the mails that wait, the oldest first, whatever the plan says.
   *
   * @param messages numbers at most: 1…
   */
  record Oldest(long messages) implements ReleaseChoice {
    public Oldest {
      if (messages < 1) {
        throw new IllegalArgumentException("messages " + messages + " not in 1…");
      }
    }
  }

  /** {@link #NEXT_PART}. */
  record NextPart() implements ReleaseChoice {}

  /**
   * What a sealed release held that is void, as far as it waits.
   *
   * @param release its number
   */
  record OfVoid(int release) implements ReleaseChoice {}
}
