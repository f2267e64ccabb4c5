package broadside.site.pages;

import java.util.List;

/** A page of the mails of one thread. */
public record ThreadPage(String title, String caption, List<MailRow> rows, List<Link> pager) {}
