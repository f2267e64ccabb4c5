package broadside.site.answers;

import broadside.archive.index.MailCard;
import broadside.archive.query.Query;
import broadside.site.pages.Link;
import broadside.site.routes.Route;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Other mails with the Message-ID of one, as links to them.
 *
 * @param copies those that say the same
 * @param variants those that say something else
 * @param all where there are more of them: a search for all, or null
 */
record Siblings(List<Link> copies, List<Link> variants, @Nullable Link all) {
  private static final Siblings NONE = new Siblings(List.of(), List.of(), null);

  /** No real mail has more; a broken program may give all its mails one id. */
  private static final int MOST = 20;

  /** Those of the mail with this number. */
  static Siblings of(Edition edition, long number, @Nullable String messageId) throws IOException {
    List<MailCard> found =
        messageId == null ? List.of() : edition.searcher().sharing(messageId, MOST);
    MailCard own = found.isEmpty() ? null : edition.searcher().card(number);
    if (messageId == null || own == null) {
      return NONE;
    }
    List<Link> copies = new ArrayList<>();
    List<Link> variants = new ArrayList<>();
    for (MailCard card : found) {
      if (card.number() != number) {
        (card.copy() == own.copy() ? copies : variants)
            .add(new Link(new Route.Message(card.number(), false).path(), Words.id(card.number())));
      }
    }
    return new Siblings(copies, variants, found.size() == MOST ? all(messageId) : null);
  }

  private static Link all(String messageId) {
    Query same = new Query.Exact(Query.Property.MESSAGE_ID, messageId);
    return new Link(
        new Route.Search(same.print(), Route.SearchOrder.NEWEST, "").path(),
        "all with this Message-ID");
  }
}
