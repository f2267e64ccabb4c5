package broadside.site.pages;

import java.util.List;

/**
 * One mail in a list.
 *
 * @param who the writer's name
 * @param address the writer's address, or ""
 * @param date ISO date in UTC, or "" where the mail is undated
 * @param note a few words on copies, attachments, redaction; or ""
 * @param copies the first mails with the same content
 * @param current true for the mail whose page this is
 */
public record MailRow(
    long number,
    String who,
    String address,
    List<Span> subject,
    List<Span> snippet,
    String date,
    String note,
    List<Link> copies,
    boolean current) {

  /** True where nothing tells it from others but its number: a narrow list shows that too. */
  public boolean isBare() {
    return who.isEmpty() && date.isEmpty();
  }
}
