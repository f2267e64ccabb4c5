package broadside.archive.query;

/**
 * Something to tell the person who typed a query.
 *
 * @param kind what sort of thing
 * @param position where in the text, in characters from 0
 * @param length how many characters it concerns
 * @param text one sentence in English
 */
public record Notice(Kind kind, int position, int length, String text) {

  /** What follows from it. */
  public enum Kind {
    /** Something was read otherwise than it looks, or was left out. */
    READ_AS,
    /** Something this publication cannot answer; it finds nothing. */
    UNAVAILABLE,
    /** The query costs too much; nothing was searched. */
    REFUSED
  }
}
