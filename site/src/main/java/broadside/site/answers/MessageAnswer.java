package broadside.site.answers;

import broadside.archive.PublishedMail;
import broadside.archive.index.ReadableText;
import broadside.archive.release.TakenBack;
import broadside.mail.message.Address;
import broadside.mail.message.BodyText;
import broadside.mail.message.HeaderField;
import broadside.mail.message.Message;
import broadside.mail.message.Part;
import broadside.proof.release.ManifestLine;
import broadside.proof.statement.Correction.Subject;
import broadside.proof.text.SignedText;
import broadside.site.pages.Citation;
import broadside.site.pages.Correspondents;
import broadside.site.pages.Fact;
import broadside.site.pages.MailRow;
import broadside.site.pages.MessagePage;
import broadside.site.pages.Person;
import broadside.site.routes.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes the page of one mail.
 *
 * @param title the publication's
 * @param language the publication's
 * @param address where readers find the site, without a slash at its end
 * @param textChars characters of the text that are shown
 * @param changes what editors did after publication
 */
record MessageAnswer(
    String title, String language, String address, int textChars, Changes changes) {
  private static final int MAX_HEADERS = 1_000;
  private static final int MAX_TAB = 100;

  /** Clocks of writers are wrong by hours, not by days. */
  private static final Duration AHEAD = Duration.ofDays(1);

  /** Whose addresses stand beside their names: anybody can write any name. */
  private static final Set<String> WRITERS = Set.of("From", "Sent by");

  /** How what is encrypted or signed within a text begins: RFC 9580, section 6.2. */
  private static final String PGP_MESSAGE = "-----BEGIN PGP MESSAGE-----";

  private static final String PGP_SIGNED = "-----BEGIN PGP SIGNED MESSAGE-----";

  /**
   * The page.
   *
   * @param asked true where the HTML is asked for in place of the text; a mail may have none
   * @param signatures what its signatures are worth, or null where nobody has looked
   * @param around the mails of its thread
   * @param siblings other mails with its Message-ID
   * @param last the newest number of the publication
   */
  MessagePage page(
      PublishedMail mail,
      byte[] eml,
      Message message,
      boolean asked,
      @Nullable Signatures signatures,
      ThreadAround around,
      Siblings siblings,
      long last) {
    long number = mail.line().number();
    boolean framed = asked && message.html() != null;
    BodyText text = ReadableText.of(message);
    BodyText body = text == null ? ReadableText.NONE : text;
    Prose prose = Prose.of(body, framed ? 0 : textChars);
    MailDate date = MailDate.of(message.date());
    List<String> sentences = sentences(mail, message);
    if (prose.cut() && !framed) {
      sentences.add("Only the beginning of this long text is shown; the source holds all of it.");
    }
    NestedMails nested = NestedMails.of(message, textChars, language);
    if (nested.cut()) {
      sentences.add(
          "Only the first of the mails inside this one are shown; the source holds all of them.");
    }
    return new MessagePage(
        number,
        mail.release(),
        Shown.cut(subject(message), MAX_TAB) + " (message " + number + ")",
        subject(message),
        correspondents(message),
        date.text(),
        date.machine(),
        signatures == null ? "" : signatures.summary(),
        signatures == null ? List.of() : signatures.lines(),
        signatures != null && signatures.isUnsigned(),
        Signatures.since(mail),
        siblings.copies(),
        siblings.variants(),
        siblings.all(),
        sentences,
        changes.corrections(Subject.MESSAGE, number),
        isRedacted(mail),
        message.html() != null,
        framed,
        Language.of(prose.blocks(), body.text(), language),
        prose.passages(),
        nested.mails(),
        MailParts.lines(number, message),
        around.key(),
        around.caption(),
        around.rows(),
        citation(mail, message, date, eml),
        headersCaption(message),
        headers(message),
        message.defects().stream().map(Defects::sentence).toList(),
        number - 1,
        number < last ? number + 1 : 0,
        Words.size(eml.length));
  }

  /** What a thread shows on the page of one of its mails. */
  record ThreadAround(String key, String caption, List<MailRow> rows) {}

  static String subject(Message message) {
    return subject(message.subject());
  }

  static String subject(String subject) {
    return subject.isBlank() ? "(no subject)" : Shown.text(subject);
  }

  private static List<Correspondents> correspondents(Message message) {
    List<Correspondents> lines = new ArrayList<>();
    add(lines, "From", message.from());
    if (!message.sender().equals(message.from())) {
      add(lines, "Sent by", message.sender());
    }
    add(lines, "To", message.to());
    add(lines, "Cc", message.cc());
    add(lines, "Bcc", message.bcc());
    return lines;
  }

  static void add(List<Correspondents> lines, String name, List<Address> addresses) {
    if (!addresses.isEmpty()) {
      List<Person> people = new ArrayList<>(addresses.size());
      for (Address address : addresses) {
        people.add(person(address));
      }
      lines.add(new Correspondents(name, WRITERS.contains(name), people));
    }
  }

  private static Person person(Address address) {
    String email = Shown.text(address.email());
    boolean real = email.indexOf('@') > 0 && email.length() <= 320 && email.indexOf('/') < 0;
    String shown = address.display().isBlank() ? "(nobody)" : Shown.text(address.display());
    return new Person(shown, email, real ? new Route.Person(email, "").path() : "");
  }

  static boolean isRedacted(PublishedMail mail) {
    return mail.line() instanceof ManifestLine.Redacted || mail.act() != null;
  }

  private static List<String> sentences(PublishedMail mail, Message message) {
    List<String> sentences = new ArrayList<>();
    TakenBack.Act act = mail.act();
    if (act != null) {
      sentences.add(
          "Parts of this mail were taken out on %s, after it was published. Reason: %s. The editors signed that, and the log keeps it."
              .formatted(Words.day(act.time()), Words.reason(act.taken().reason().code())));
    } else if (mail.line() instanceof ManifestLine.Redacted redacted) {
      sentences.add(
          "Parts of this mail were taken out before it was published. Reason: "
              + Words.reason(redacted.reason().code())
              + ".");
    }
    switch (message.date().origin()) {
      case DATE, NONE -> {}
      case RECEIVED ->
          sentences.add(
              "The mail’s own date is missing or cannot be true; the date shown is when a server"
                  + " received it.");
    }
    Instant written = message.date().instant();
    if (written != null && written.isAfter(mail.released().plus(AHEAD))) {
      sentences.add("The mail’s date is later than its release: it cannot be true.");
    }
    if (message.parts().stream().anyMatch(p -> p.role() == Part.Role.ENCRYPTED)) {
      sentences.add(
          "This mail is encrypted: what it says is in its attachment, for its recipient.");
    }
    if (message.parts().stream().anyMatch(p -> p.role() == Part.Role.SIGNED)) {
      sentences.add(
          "This mail came inside a digital signature (S/MIME), which nobody has checked here.");
    }
    if (message.text() != null && message.text().text().contains(PGP_MESSAGE)) {
      sentences.add("Part of this mail is encrypted (PGP), for its recipient.");
    }
    if (message.text() != null && message.text().text().contains(PGP_SIGNED)) {
      sentences.add("This mail’s text bears a signature (PGP), which nobody has checked here.");
    }
    if (message.text() == null && message.html() != null) {
      sentences.add("This mail was sent as HTML only; its text is shown here.");
    }
    return sentences;
  }

  private static String headersCaption(Message message) {
    int all = message.headers().size();
    return all <= MAX_HEADERS
        ? "All " + Words.number(all) + " header fields"
        : "The first %s of %s header fields"
            .formatted(Words.number(MAX_HEADERS), Words.number(all));
  }

  private static List<Fact> headers(Message message) {
    List<HeaderField> fields = message.headers();
    List<Fact> facts = new ArrayList<>(fields.size());
    for (HeaderField field : fields.subList(0, Math.min(fields.size(), MAX_HEADERS))) {
      facts.add(new Fact(Shown.text(field.name()), Shown.text(field.value())));
    }
    return facts;
  }

  private Citation citation(PublishedMail mail, Message message, MailDate date, byte[] eml) {
    long number = mail.line().number();
    return new Citation(
        message.from().isEmpty()
            ? "Unknown writer"
            : Shown.text(message.from().getFirst().display()),
        subject(message),
        date.cited(),
        title + ", release " + mail.release() + ", message " + number,
        address,
        new Route.Message(number, false).path(),
        SignedText.sha256Hex(eml));
  }
}
