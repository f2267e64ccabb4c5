package broadside.site.pages;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first page.
 *
 * @param latest the newest release, or null where there is none
 * @param latestDay the day on which it came out, or ""
 * @param rows its first mails
 * @param coming sealed releases: what is due, and what comes next
 * @param announced sentences on what the publisher announces besides
 */
public record HomePage(
    String title,
    List<String> description,
    @Nullable ReleaseLine latest,
    String latestDay,
    List<MailRow> rows,
    List<Coming> coming,
    List<String> announced,
    List<Fact> facts,
    List<Month> months) {}
