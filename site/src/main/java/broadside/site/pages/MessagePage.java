package broadside.site.pages;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One mail.
 *
 * @param tab what tabs and bookmarks call it: many mails have one subject
 * @param title the subject, or words in its place
 * @param date as the mail gives it, with its zone
 * @param dateTime the same for programs, or ""
 * @param signature what its best signature is worth, in a sentence, or ""
 * @param signatures all of them
 * @param unsigned true where the mail bears none, and somebody has looked
 * @param signaturesSince when the editors said so, where that was after the release, or ""
 * @param copies mails with its Message-ID that say the same
 * @param variants mails with its Message-ID that say something else
 * @param siblings a search for all of both, where there are more, or null
 * @param sentences what a reader must know before reading
 * @param redacted true where parts were taken out
 * @param framed true where the HTML is shown in place of the text
 * @param language of the text, or "" where it is not known
 * @param nested the mails that lie in it as parts
 * @param headersCaption how many header fields it has, and how many of them are shown
 * @param previous number of the mail before, or 0
 * @param next number of the mail after, or 0
 * @param size of the mail, in words
 */
public record MessagePage(
    long number,
    int release,
    String tab,
    String title,
    List<Correspondents> correspondents,
    String date,
    String dateTime,
    String signature,
    List<SignatureLine> signatures,
    boolean unsigned,
    String signaturesSince,
    List<Link> copies,
    List<Link> variants,
    @Nullable Link siblings,
    List<String> sentences,
    List<CorrectionLine> corrections,
    boolean redacted,
    boolean hasHtml,
    boolean framed,
    String language,
    List<Passage> passages,
    List<NestedMail> nested,
    List<AttachmentLine> attachments,
    String threadKey,
    String threadCaption,
    List<MailRow> thread,
    Citation citation,
    String headersCaption,
    List<Fact> headers,
    List<String> defects,
    long previous,
    long next,
    String size) {
  private static final int LONG = 160;

  /** True where the subject is as long as a text, and is set like one. */
  public boolean isLong() {
    return title.length() > LONG;
  }

  /** "one file" or "3 files". */
  public String attachmentCount() {
    return attachments.size() == 1 ? "one file" : attachments.size() + " files";
  }
}
