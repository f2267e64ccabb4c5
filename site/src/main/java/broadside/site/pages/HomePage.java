package broadside.site.pages;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first page.
 *
 * @param latest the newest release, or null where there is none
 * @param rows its first mails
 * @param coming what is due, and what comes next
 */
public record HomePage(
    String title,
    List<String> description,
    @Nullable ReleaseLine latest,
    List<MailRow> rows,
    List<Coming> coming,
    List<Fact> facts,
    List<Month> months) {}
