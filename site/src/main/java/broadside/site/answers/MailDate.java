package broadside.site.answers;

import broadside.mail.message.MessageDate;
import java.time.OffsetDateTime;

/**
 * When a mail was written, as its reader is told: never more than the mail says.
 *
 * @param text for a person
 * @param machine for the page's {@code time}, or "" where there is no usable date
 */
record MailDate(String text, String machine) {
  static MailDate of(MessageDate date) {
    OffsetDateTime value = date.value();
    if (value == null) {
      return new MailDate(
          date.raw().isBlank()
              ? "The mail has no date"
              : "The mail has no date that can be true: it says “%s”"
                  .formatted(Shown.text(date.raw())),
          "");
    }
    return date.isZoned()
        ? new MailDate(Words.moment(value), value.toString())
        : new MailDate(
            "%s, %s (zone unknown)".formatted(Words.day(value.toLocalDate()), Words.clock(value)),
            value.toLocalDateTime().toString());
  }

  /** The same after a name and a title. */
  String cited() {
    return machine.isEmpty() ? "undated" : text;
  }
}
