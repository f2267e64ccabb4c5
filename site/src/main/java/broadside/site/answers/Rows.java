package broadside.site.answers;

import broadside.archive.index.MailCard;
import broadside.archive.release.ReleaseReader;
import broadside.archive.search.Highlighted;
import broadside.archive.search.Hit;
import broadside.proof.release.ManifestLine;
import broadside.site.pages.MailRow;
import broadside.site.pages.Span;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Mails as rows of a list. */
final class Rows {
  private Rows() {}

  static List<MailRow> of(List<MailCard> cards, long current) {
    return cards.stream().map(card -> of(card, current)).toList();
  }

  private static MailRow of(MailCard card, long current) {
    return row(card, Span.plain(subject(card)), List.of(), List.of(), card.number() == current);
  }

  /** A mail of which no index tells: its line of the manifest has number and date alone. */
  static MailRow unlisted(ReleaseReader release, long number) throws IOException {
    ManifestLine line = release.line(number);
    MailCard.State state = state(release, line);
    String name =
        switch (state) {
          case WITHHELD -> "Withheld";
          case WITHDRAWN -> "Withdrawn";
          case PUBLISHED, REDACTED -> "Message " + Words.number(number);
        };
    Instant date = state == MailCard.State.WITHDRAWN ? null : date(line);
    return new MailRow(
        number,
        "",
        "",
        Span.plain(name),
        List.of(),
        date == null ? "" : Words.isoDay(date),
        state == MailCard.State.REDACTED ? "parts taken out" : "",
        false);
  }

  /** What has become of a mail, as its line and the withdrawals say. */
  static MailCard.State state(ReleaseReader release, ManifestLine line) {
    if (line instanceof ManifestLine.Withheld) {
      return MailCard.State.WITHHELD;
    }
    if (release.taken().mail(line) == null) {
      return MailCard.State.WITHDRAWN;
    }
    return line instanceof ManifestLine.Redacted || release.taken().isRedacted(line.number())
        ? MailCard.State.REDACTED
        : MailCard.State.PUBLISHED;
  }

  static @Nullable Instant date(ManifestLine line) {
    return switch (line) {
      case ManifestLine.Published p -> p.date();
      case ManifestLine.Redacted r -> r.date();
      case ManifestLine.Withheld _ -> null;
    };
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
