package broadside.mail.text;

/**
 * A run of lines of a body that belong together.
 *
 * @param kind what the lines are
 * @param depth levels of quoting: 0 for the writer's own words
 * @param text the lines, joined where they were flowed, without quote marks, LF between them
 */
public record Block(Kind kind, int depth, String text) {

  /** What the lines of a block are. */
  public enum Kind {
    /** The writer's own words: one paragraph, which the site numbers and gives an anchor. */
    PARAGRAPH,
    /** The line or lines that introduce a quotation ("On … wrote:", an Outlook header block). */
    ATTRIBUTION,
    /** Somebody else's words, quoted. */
    QUOTE,
    /** What follows "-- " or stands in its place. */
    SIGNATURE
  }
}
