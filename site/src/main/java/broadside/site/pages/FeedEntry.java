package broadside.site.pages;

/**
 * A release, or what was taken back, in the feed.
 *
 * @param id never changes
 * @param updated RFC 3339
 */
public record FeedEntry(String id, String href, String title, String updated, String summary) {}
