package broadside.cli;

import broadside.intake.ledger.Mail;
import broadside.mail.message.Message;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What tells one mail of a list from the others. */
record MailLine(String id, String date, String from, String subject) {
  static MailLine of(Mail mail, Message message) {
    OffsetDateTime date = message.date().value();
    return new MailLine(
        mail.intakeId(),
        date == null ? "undated" : date.toLocalDate().toString(),
        message.from().isEmpty() ? "nobody" : message.from().getFirst().email(),
        message.subject());
  }

  void say(Console console) {
    console.say(id + "  " + date + "  " + from);
    console.say("  " + subject);
  }

  Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("id", id);
    object.put("date", date);
    object.put("from", from);
    object.put("subject", subject);
    return object;
  }
}
