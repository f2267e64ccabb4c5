package broadside.site.answers;

import broadside.archive.About;
import broadside.archive.Publication;
import broadside.archive.PublishedMail;
import broadside.archive.release.TakenBack;
import broadside.archive.verify.MailProofs;
import broadside.mail.dkim.KeySource;
import broadside.mail.html.HtmlText;
import broadside.mail.html.SafeHtml;
import broadside.mail.message.Message;
import broadside.mail.message.MessageParser;
import broadside.mail.message.Part;
import broadside.proof.mail.MailProof;
import broadside.proof.release.ManifestLine;
import broadside.proof.release.SignatureVerdict;
import broadside.site.http.Kind;
import broadside.site.http.Reply;
import broadside.site.pages.Frame;
import broadside.site.pages.MailHtml;
import broadside.site.pages.Pages;
import broadside.site.pages.Tombstone;
import broadside.site.routes.Route;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that is made of one mail. */
record MailAnswer(
    Publication publication,
    MessageParser parser,
    Edition edition,
    Frame frame,
    Changes changes,
    SealedAnswer sealed,
    String address,
    int textChars) {

  /** What is made of a mail's bytes. */
  private interface Maker {
    @Nullable Reply make(PublishedMail mail, byte[] eml) throws IOException;
  }

  /**
   * The mail's reply; a tombstone where the number is withheld; what is to come where its release
   * is sealed; null where no release has it.
   */
  private @Nullable Reply of(long number, Maker maker) throws IOException {
    Custody closed = sealed.scheduled().holding(number);
    if (closed != null) {
      // "not found" and not "gone" while it is to come: nobody may forget the address
      int status = closed.state().isToCome() ? 404 : 410;
      return Reply.of(status, Kind.PASSING, Pages.notice(frame, sealed.notice(closed, number)));
    }
    PublishedMail mail = publication.mail(number);
    if (mail == null) {
      return null;
    }
    byte[] eml = mail.eml();
    return eml == null ? withheld(mail) : maker.make(mail, eml);
  }

  @Nullable Reply page(Route.Message route) throws IOException {
    return of(route.number(), (mail, eml) -> page(route, mail, eml));
  }

  private Reply page(Route.Message route, PublishedMail mail, byte[] eml) throws IOException {
    About about = publication.about();
    MessageAnswer.ThreadAround around = new Threads(publication, edition).around(mail.line());
    Message message = parser.parse(eml);
    var page =
        new MessageAnswer(about.title(), about.language(), address, textChars, changes)
            .page(
                mail,
                eml,
                message,
                route.framed(),
                signatures(mail, eml, message),
                around,
                Siblings.of(edition, route.number(), message.messageId()),
                edition.last());
    return Reply.of(Kind.PAGE, Pages.message(frame, page));
  }

  private @Nullable Signatures signatures(PublishedMail mail, byte[] eml, Message message)
      throws IOException {
    List<SignatureVerdict> verdicts = mail.dkim();
    if (verdicts == null) {
      return null;
    }
    KeySource keys = verdicts.isEmpty() ? KeySource.NONE : publication.keys(mail.release());
    return Signatures.of(mail, verdicts, eml, message, keys);
  }

  private Reply withheld(PublishedMail mail) {
    TakenBack.Act act = mail.act();
    if (act != null) {
      return withdrawn(mail, act);
    }
    String why =
        mail.line() instanceof ManifestLine.Withheld line
            ? " Reason: " + Words.reason(line.reason().code()) + "."
            : "";
    String commitment = mail.line() instanceof ManifestLine.Withheld line ? line.original() : "";
    return gone(
        mail, "withheld", "A mail has this number, but it is not published." + why, commitment);
  }

  private Reply withdrawn(PublishedMail mail, TakenBack.Act act) {
    String commitment =
        switch (mail.line()) {
          case ManifestLine.Published p -> p.mail();
          case ManifestLine.Redacted r -> r.mail();
          case ManifestLine.Withheld w -> w.original();
        };
    return gone(
        mail,
        "withdrawn",
        "This mail was published and taken back on %s. Reason: %s. The editors signed that, and the log keeps it."
            .formatted(Words.day(act.time()), Words.reason(act.taken().reason().code())),
        commitment);
  }

  private Reply gone(PublishedMail mail, String state, String sentence, String commitment) {
    long number = mail.line().number();
    long next = number < edition.last() ? number + 1 : 0;
    return Reply.of(
        410,
        Kind.PASSING,
        Pages.tombstone(
            frame, new Tombstone(number, mail.release(), state, sentence, commitment, next)));
  }

  /** The mail's own HTML, or null where it has none. */
  @Nullable Reply html(long number) throws IOException {
    return of(
        number,
        (mail, eml) -> {
          Message message = parser.parse(eml);
          String html = message.html();
          if (html == null) {
            return null;
          }
          SafeHtml safe = SafeHtml.clean(html, id -> MailParts.ofContentId(number, message, id));
          String language = Language.of(HtmlText.of(html), frame.language());
          return Reply.of(
              Kind.MAIL_HTML,
              Pages.mailHtml(
                  new MailHtml(number, language, note(safe.remoteBlocked()), safe.html())));
        });
  }

  private static String note(int blocked) {
    return switch (blocked) {
      case 0 -> "";
      case 1 -> "One thing that it would have loaded from elsewhere was left out.";
      default ->
          Words.number(blocked) + " things that it would have loaded from elsewhere were left out.";
    };
  }

  /** The mail's bytes, to keep. */
  @Nullable Reply eml(long number) throws IOException {
    return of(number, (mail, eml) -> Reply.download(Kind.EML, eml, number + ".eml"));
  }

  /** The proof with which the mail is checked offline. */
  @Nullable Reply proof(long number, MailProofs proofs) throws IOException {
    return of(
        number,
        (mail, eml) -> {
          MailProof proof = proofs.of(number);
          return proof == null
              ? null
              : Reply.download(
                  Kind.TEXT,
                  proof.print().getBytes(StandardCharsets.UTF_8),
                  number + ".tlog-proof");
        });
  }

  /** The mail's bytes, to read. */
  @Nullable Reply source(long number) throws IOException {
    return of(number, (mail, eml) -> Reply.of(Kind.TEXT, eml));
  }

  /** An attachment, or null where the mail has no such. */
  @Nullable Reply attachment(Route.Attachment route) throws IOException {
    return of(
        route.number(),
        (mail, eml) -> {
          Part part = MailParts.attachment(parser.parse(eml), route.index());
          if (part == null) {
            return null;
          }
          ByteArrayOutputStream bytes = new ByteArrayOutputStream();
          return parser.copyPart(eml, part.index(), bytes)
              ? Reply.download(
                  Kind.ofAttachment(part.mediaType()), bytes.toByteArray(), MailParts.name(part))
              : null;
        });
  }
}
