package broadside.archive.query;

import java.util.List;
import java.util.Optional;

/**
 * A text and how it was understood.
 *
 * @param text as typed
 * @param query its meaning; {@link Query.Nothing} where it was refused
 * @param notices what was read otherwise than it looks, in the order of the text
 */
public record ParsedQuery(String text, Query query, List<Notice> notices) {
  public ParsedQuery {
    notices = List.copyOf(notices);
  }

  /** Why nothing is searched, or empty. */
  public Optional<Notice> refusal() {
    return notices.stream().filter(n -> n.kind() == Notice.Kind.REFUSED).findFirst();
  }
}
