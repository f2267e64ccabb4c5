package broadside.site.answers;

import broadside.mail.message.MessageDate;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * When a mail was written, as its reader is told: never more than the mail says.
 *
 * @param text for a person; with the day in UTC, by which lists and searches go, where it is
 *     another one
 * @param machine for the page's {@code time}, or "" where there is no usable date
 * @param cited the same after a name and a title
 */
record MailDate(String text, String machine, String cited) {
  static MailDate of(MessageDate date) {
    OffsetDateTime value = date.value();
    if (value == null) {
      String text =
          date.raw().isBlank()
              ? "The mail has no date"
              : "The mail has no date that can be true: it says “%s”"
                  .formatted(Shown.text(date.raw()));
      return new MailDate(text, "", "undated");
    }
    LocalDate day = value.toLocalDate();
    if (!date.isZoned()) {
      String text = "%s, %s (zone unknown)".formatted(Words.day(day), Words.clock(value));
      return new MailDate(text, value.toLocalDateTime().toString(), text);
    }
    String moment = Words.moment(value);
    LocalDate listed = value.withOffsetSameInstant(ZoneOffset.UTC).toLocalDate();
    String text =
        listed.equals(day) ? moment : "%s; in UTC it was %s".formatted(moment, Words.day(listed));
    return new MailDate(text, value.toString(), moment);
  }
}
