package broadside.archive.search;

import broadside.archive.index.MailCard;
import java.util.List;

/**
 * The mails next to one in its thread.
 *
 * @param total how many mails the thread has
 * @param near by date, undated last, with the mail itself; empty where it is alone
 */
public record Neighbours(int total, List<MailCard> near) {
  public Neighbours {
    near = List.copyOf(near);
  }
}
