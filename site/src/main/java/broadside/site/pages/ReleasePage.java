package broadside.site.pages;

import java.util.List;

/** One release: its figures, its files and a page of its mails. */
public record ReleasePage(
    ReleaseLine release,
    List<Fact> facts,
    List<SignatureCount> signatures,
    List<CorrectionLine> corrections,
    List<ReleaseFile> files,
    String caption,
    List<MailRow> rows,
    List<Link> pager) {}
