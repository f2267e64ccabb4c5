package broadside.mail.message;

import broadside.mail.header.HeaderText;
import broadside.mail.message.Defect.Kind;
import broadside.mail.message.MessageDate.Origin;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides when a mail was written: what its Date says, or else when it was last received. */
final class DateReader {
  /** Mail is not older than the first networks with dates in headers that we meet in archives. */
  private static final int FIRST_YEAR = 1971;

  private static final int LAST_YEAR = 2100;

  /** No clock that is set at all goes further ahead than this of the last relay's. */
  private static final Duration AHEAD = Duration.ofDays(7);

  private DateReader() {}

  static MessageDate read(List<RawHeader> fields, Defects defects) {
    String raw = null;
    DateParser.Parsed received = null;
    for (RawHeader field : fields) {
      if (raw == null && field.is("Date")) {
        raw = HeaderText.structured(field.body(), null).text();
      } else if (received == null && field.is("Received")) {
        received = received(field.body());
      }
    }
    String shown = raw == null ? "" : Defects.cut(raw, 200);
    DateParser.Parsed date = raw == null ? null : date(raw, received, defects);
    if (raw == null) {
      defects.add(Kind.MISSING_DATE, "no Date field");
    }
    if (date != null) {
      return new MessageDate(date.date(), date.isZoned(), Origin.DATE, shown);
    }
    return received == null
        ? new MessageDate(null, false, Origin.NONE, shown)
        : new MessageDate(received.date(), received.isZoned(), Origin.RECEIVED, shown);
  }

  private static DateParser.@Nullable Parsed date(
      String raw, DateParser.@Nullable Parsed received, Defects defects) {
    DateParser.Parsed parsed = DateParser.parse(raw);
    if (parsed == null) {
      defects.add(Kind.BAD_DATE, "unreadable: " + raw);
      return null;
    }
    OffsetDateTime date = parsed.date();
    if (!isPossible(date) || (received != null && date.isAfter(received.date().plus(AHEAD)))) {
      defects.add(Kind.IMPOSSIBLE_DATE, raw);
      return null;
    }
    if (parsed.guessed()) {
      defects.add(
          Kind.BAD_DATE,
          raw
              + ", read as "
              + (parsed.isZoned() ? date : date.toLocalDateTime() + " of an unknown zone"));
    }
    return parsed;
  }

  /** The date of a Received field stands after its last semicolon. */
  private static DateParser.@Nullable Parsed received(String body) {
    int semicolon = body.lastIndexOf(';');
    if (semicolon < 0) {
      return null;
    }
    return possible(body.substring(semicolon + 1));
  }

  /** The date in the text of a header, or null. */
  static DateParser.@Nullable Parsed possible(String body) {
    DateParser.Parsed parsed = DateParser.parse(HeaderText.structured(body, null).text());
    return parsed == null || !isPossible(parsed.date()) ? null : parsed;
  }

  private static boolean isPossible(OffsetDateTime date) {
    return date.getYear() >= FIRST_YEAR && date.getYear() <= LAST_YEAR;
  }
}
