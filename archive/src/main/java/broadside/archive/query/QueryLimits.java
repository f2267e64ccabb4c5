package broadside.archive.query;

/**
 * What one query may ask. A query beyond it is refused with a sentence before anything is searched.
 *
 * @param length characters; ten lines of typing
 * @param clauses words, phrases and conditions in all
 * @param depth brackets within brackets
 * @param prefix letters before a star, so that {@code a*} does not read half the dictionary;
 *     scripts without letters in this sense (Chinese) need one
 * @param expansions different words that one star may stand for
 */
public record QueryLimits(int length, int clauses, int depth, int prefix, int expansions) {
  /** Widest distance of AROUND. */
  public static final int FARTHEST = 100;

  /** The documented defaults. */
  public static final QueryLimits DEFAULT = new QueryLimits(2_000, 64, 16, 2, 2_000);
}
