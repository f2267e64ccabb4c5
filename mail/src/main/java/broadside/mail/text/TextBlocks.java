package broadside.mail.text;

import broadside.mail.message.BodyText;
import java.util.List;

/**
 * Cuts a body into blocks.
 *
 * <p>What is marked as quoted, or stands below a line that says so, is a quotation; everything else
 * is the writer's own. Where that is in doubt, words count as the writer's own: nobody's words are
 * folded away on a guess.
 */
public final class TextBlocks {
  private TextBlocks() {}

  /**
   * The blocks of a plain text body, in order; their texts hold every character that is not a quote
   * mark or line break.
   *
   * <p>A paragraph ends at an empty line and keeps its line breaks and indents, so that tables,
   * patches and verse stay whole. The separator of a signature is part of its text.
   */
  public static List<Block> of(BodyText body) {
    return new BlockCutter(Lines.of(body)).blocks();
  }

  /** The text of a body; where its lines are flowed they are joined, and have no quote marks. */
  public static String joined(BodyText body) {
    return body.flowed() ? Lines.of(body).text() : body.text();
  }
}
