package broadside.mail.text;

import broadside.mail.message.BodyText;
import java.util.List;

/** Cuts a body into blocks. */
public final class TextBlocks {
  private TextBlocks() {}

  /**
   * The blocks of a plain text body, in order; their texts hold every character that is not a quote
   * mark or line break.
   */
  public static List<Block> of(BodyText body) {
    throw new IllegalStateException("being written " + body);
  }
}
