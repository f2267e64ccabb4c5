package broadside.site.answers;

import broadside.archive.index.MailCard;
import broadside.archive.search.Highlighted;
import broadside.archive.search.Hit;
import broadside.site.pages.Link;
import broadside.site.pages.MailRow;
import broadside.site.pages.Span;
import broadside.site.routes.Route;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Mails as rows of a list. */
final class Rows {
  /** Copies that a row links at most. */
  private static final int COPIES = 5;

  private Rows() {}

  private static Link link(long number) {
    return new Link(new Route.Message(number, false).path(), Words.id(number));
  }

  static List<MailRow> of(List<MailCard> cards, long current) {
    return cards.stream().map(card -> of(card, current)).toList();
  }

  private static MailRow of(MailCard card, long current) {
    return row(card, Span.plain(subject(card)), List.of(), List.of(), card.number() == current);
  }

  static MailRow of(Unlisted mail) {
    String name =
        switch (mail.state()) {
          case WITHHELD -> "Withheld";
          case WITHDRAWN -> "Withdrawn";
          case PUBLISHED, REDACTED -> "Message " + Words.id(mail.number());
        };
    Instant date = mail.date();
    return new MailRow(
        mail.number(),
        "",
        "",
        Span.plain(name),
        List.of(),
        date == null ? "" : Words.isoDay(date),
        mail.state() == MailCard.State.REDACTED ? "parts taken out" : "",
        List.of(),
        false);
  }

  static MailRow of(Hit hit) {
    return row(
        hit.card(),
        hit.subject().text().isBlank() ? Span.plain(subject(hit.card())) : spans(hit.subject()),
        spans(hit.snippet()),
        hit.copies(),
        false);
  }

  private static MailRow row(
      MailCard card, List<Span> subject, List<Span> snippet, List<Long> copies, boolean current) {
    Instant date = card.date();
    boolean withheld = card.isAbsent();
    return new MailRow(
        card.number(),
        withheld ? "" : Shown.text(card.sender().isBlank() ? "(unknown)" : card.sender()),
        Shown.text(card.address()),
        subject,
        snippet,
        date == null ? "" : Words.isoDay(date),
        note(card, copies),
        copies.stream().limit(COPIES).map(Rows::link).toList(),
        current);
  }

  private static String subject(MailCard card) {
    return switch (card.state()) {
      case WITHHELD -> "Withheld";
      case WITHDRAWN -> "Withdrawn";
      case PUBLISHED, REDACTED ->
          card.subject().isBlank() ? "(no subject)" : Shown.text(card.subject());
    };
  }

  private static String note(MailCard card, List<Long> copies) {
    List<String> notes = new ArrayList<>();
    if (card.state() == MailCard.State.REDACTED) {
      notes.add("parts taken out");
    }
    if (card.attachments() > 0) {
      notes.add(Words.count(card.attachments(), "attachment", "attachments"));
    }
    if (!copies.isEmpty()) {
      notes.add(Words.count(copies.size(), "more copy", "more copies"));
    }
    return String.join(", ", notes);
  }

  /** The runs of a highlighted text. */
  static List<Span> spans(Highlighted highlighted) {
    String text = Shown.text(highlighted.text()); // as long as before
    List<Span> spans = new ArrayList<>();
    int at = 0;
    for (Highlighted.Mark mark : highlighted.marks()) {
      if (mark.start() > at) {
        spans.add(new Span(text.substring(at, mark.start()), false));
      }
      spans.add(new Span(text.substring(mark.start(), mark.end()), true));
      at = mark.end();
    }
    if (at < text.length()) {
      spans.add(new Span(text.substring(at), false));
    }
    return spans;
  }
}
