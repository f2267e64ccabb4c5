package broadside.archive.search;

import broadside.archive.index.MailCard;
import broadside.mail.message.BodyText;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Gives the text that the snippet of a hit is cut from.
 *
 * <p>The publication reads the card's range of the zip and answers {@code ReadableText.withNested}
 * of the bodies. Called for the hits of one page only, by the thread that searches.
 */
@FunctionalInterface
public interface MailTexts {
  /**
   * The mail's text, or null where it has none.
   *
   * @throws UnreadException where there is no memory for it now
   */
  @Nullable BodyText text(MailCard card) throws IOException;
}
