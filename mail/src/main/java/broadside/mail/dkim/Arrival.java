package broadside.mail.dkim;

import broadside.mail.message.MessageDate;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When a mail arrived, as far as it says so itself: no clock is asked. */
final class Arrival {
  private Arrival() {}

  /** The date of the first Received field, or else that of Date, or null. */
  static @Nullable Instant of(MailHeader header) {
    int received = header.first("received");
    if (received >= 0) {
      String value = header.value(received);
      Instant moment = MessageDate.moment(value.substring(value.lastIndexOf(';') + 1));
      if (moment != null && value.indexOf(';') >= 0) {
        return moment;
      }
    }
    int date = header.first("date");
    return date < 0 ? null : MessageDate.moment(header.value(date));
  }
}
