package broadside.site.pages;

import java.util.List;

/**
 * The feed of releases, newest first.
 *
 * @param home address of the site
 * @param updated RFC 3339
 */
public record FeedPage(
    String id, String title, String home, String updated, List<FeedEntry> entries) {}
