package broadside.archive.search;

import broadside.archive.index.MailCard;
import java.util.List;

/**
 * One mail that was found.
 *
 * @param card what the list shows of it
 * @param copies numbers of its other copies that were found, rising
 * @param subject the subject with the words that were found
 * @param snippet some of its text, around the words that were found; empty where it has no text
 */
public record Hit(MailCard card, List<Long> copies, Highlighted subject, Highlighted snippet) {
  public Hit {
    copies = List.copyOf(copies);
  }
}
