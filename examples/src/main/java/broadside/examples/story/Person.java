package broadside.examples.story;

import broadside.examples.mime.Mailbox;
import java.nio.charset.Charset;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Somebody who writes.
 *
 * @param key the short name used in the scripts
 * @param zone "osk" for island time, or an offset
 * @param language a two-letter code: how this person's program introduces a quote
 */
record Person(
    String key,
    Mailbox mailbox,
    String zone,
    Client client,
    String language,
    Charset charset,
    List<String> signature) {

  private static final ZoneOffset WINTER = ZoneOffset.UTC;
  private static final ZoneOffset SUMMER = ZoneOffset.ofHours(1);

  Person {
    signature = List.copyOf(signature);
  }

  /** The name in the header, or the address where there is no name. */
  String shownName() {
    return mailbox.name().isEmpty() ? mailbox.address() : mailbox.name();
  }

  /** An instant that is given in island time, on this person's clock. */
  OffsetDateTime at(LocalDateTime island) {
    OffsetDateTime date = islandTime(island);
    return zone.equals("osk") ? date : date.withOffsetSameInstant(ZoneOffset.of(zone));
  }

  /** Island time: an hour ahead from April to October, to the day. */
  static OffsetDateTime islandTime(LocalDateTime local) {
    int month = local.getMonthValue();
    return local.atOffset(month >= 4 && month <= 10 ? SUMMER : WINTER);
  }
}
