package broadside.site.pages;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One release: its figures, its files and a page of its mails.
 *
 * @param tab what tabs and bookmarks call this page of it
 * @param unsearchable that its mails are not listed, or ""
 * @param sealed that it was sealed, or null where it was not
 */
public record ReleasePage(
    String tab,
    ReleaseLine release,
    List<Fact> facts,
    @Nullable OpenedSeal sealed,
    List<SignatureCount> signatures,
    List<CorrectionLine> corrections,
    List<ReleaseFile> files,
    String unsearchable,
    String caption,
    List<MailRow> rows,
    List<Link> pager) {}
