package broadside.examples.story;

import broadside.examples.mime.MailDates;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** The headers that machines write: ids, traces, a list's own fields. */
final class Ids {

  private Ids() {}

  /** A Message-ID without brackets: the writer's clock, a number, the writer's domain. */
  static String messageId(OffsetDateTime date, Random random, String domain) {
    return String.format(
        Locale.ROOT,
        "%d%02d%02d%02d%02d.%08X@%s",
        date.getYear(),
        date.getMonthValue(),
        date.getDayOfMonth(),
        date.getHour(),
        date.getMinute(),
        random.nextInt(),
        domain);
  }

  /** A trace header (RFC 5321 §4.4); the addresses are of the range for documentation. */
  static String received(String from, String by, OffsetDateTime date, Random random) {
    int host = 1 + Math.floorMod(from.hashCode(), 250);
    return String.format(
        Locale.ROOT,
        "Received: from mail.%s (mail.%s [192.0.2.%d])\n\tby mx.%s with ESMTPS id %06x;\n\t%s",
        from,
        from,
        host,
        by,
        random.nextInt(1 << 24),
        MailDates.header(date.plusSeconds(1 + random.nextInt(40))));
  }

  /** What the residents' list adds (RFC 2369, RFC 2919). */
  static List<String> listHeaders() {
    return List.of(
        "List-Id: North Quay neighbours <northquay.lists.northquay.example>",
        "List-Post: <mailto:northquay@lists.northquay.example>",
        "List-Archive: <https://lists.northquay.example/northquay/>",
        "Precedence: list");
  }
}
