package broadside.site.pages;

import java.util.List;

/**
 * What a search found.
 *
 * @param query as typed
 * @param heading how many mails were found
 * @param words how the query was read, or ""
 * @param advice what to do where nothing was found, or ""
 * @param notices sentences on what was not understood or cut short
 * @param order the order of the rows, in words
 * @param otherOrders the same search in the other orders
 */
public record SearchPage(
    String title,
    String query,
    String heading,
    String words,
    String advice,
    List<String> notices,
    String order,
    List<Link> otherOrders,
    List<MailRow> rows,
    List<Link> pager) {}
