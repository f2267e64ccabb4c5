package broadside.examples.mime;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * One mail before it is bytes: who wrote what to whom, when, and how it travels.
 *
 * @param id the Message-ID without its brackets; empty for none
 * @param references the ids of the mails it answers, oldest first; the last is In-Reply-To
 * @param headers further header lines, each "Name: value", in their order
 * @param text the plain body, lines ending in LF; empty for none
 * @param html the HTML body; empty for none
 * @param flowed whether the text is format=flowed
 * @param fate what happens to it on its way, in a word of the story; empty for nothing special
 */
public record Letter(
    String id,
    OffsetDateTime date,
    Mailbox from,
    List<Mailbox> to,
    List<Mailbox> cc,
    String subject,
    List<String> references,
    List<String> headers,
    String text,
    String html,
    List<Attachment> attachments,
    Charset charset,
    Transfer transfer,
    boolean flowed,
    String fate) {

  public Letter {
    to = List.copyOf(to);
    cc = List.copyOf(cc);
    references = List.copyOf(references);
    headers = List.copyOf(headers);
    attachments = List.copyOf(attachments);
  }

  /** The same letter with other words in its text and its HTML. */
  public Letter saying(String otherText, String otherHtml) {
    return new Letter(
        id,
        date,
        from,
        to,
        cc,
        subject,
        references,
        headers,
        otherText,
        otherHtml,
        attachments,
        charset,
        transfer,
        flowed,
        fate);
  }

  /** A letter to be filled in: quoted-printable UTF-8 until told otherwise. */
  public static Builder of(String id, Mailbox from, OffsetDateTime date) {
    return new Builder(id, from, date);
  }

  /** Fills in a letter. Not safe for threads. */
  public static final class Builder {
    private final String id;
    private final Mailbox from;
    private final OffsetDateTime date;
    private final List<String> headers = new ArrayList<>();
    private final List<Attachment> attachments = new ArrayList<>();
    private List<Mailbox> to = List.of();
    private List<Mailbox> cc = List.of();
    private List<String> references = List.of();
    private String subject = "";
    private String text = "";
    private String html = "";
    private Charset charset = StandardCharsets.UTF_8;
    private Transfer transfer = Transfer.QUOTED_PRINTABLE;
    private boolean flowed;
    private String fate = "";

    private Builder(String id, Mailbox from, OffsetDateTime date) {
      this.id = id;
      this.from = from;
      this.date = date;
    }

    public Builder to(List<Mailbox> mailboxes) {
      to = mailboxes;
      return this;
    }

    public Builder cc(List<Mailbox> mailboxes) {
      cc = mailboxes;
      return this;
    }

    public Builder subject(String value) {
      subject = value;
      return this;
    }

    public Builder references(List<String> ids) {
      references = ids;
      return this;
    }

    public Builder header(String line) {
      headers.add(line);
      return this;
    }

    public Builder text(String body) {
      text = body;
      return this;
    }

    public Builder html(String body) {
      html = body;
      return this;
    }

    public Builder attach(Attachment attachment) {
      attachments.add(attachment);
      return this;
    }

    public Builder charset(Charset value) {
      charset = value;
      return this;
    }

    public Builder transfer(Transfer value) {
      transfer = value;
      return this;
    }

    public Builder flowed(boolean value) {
      flowed = value;
      return this;
    }

    public Builder fate(String value) {
      fate = value;
      return this;
    }

    /** The letter as filled in so far. */
    public Letter build() {
      return new Letter(
          id,
          date,
          from,
          to,
          cc,
          subject,
          references,
          headers,
          text,
          html,
          attachments,
          charset,
          transfer,
          flowed,
          fate);
    }
  }
}
