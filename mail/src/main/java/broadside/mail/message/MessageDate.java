package broadside.mail.message;

import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * When a mail says it was written, with its zone.
 *
 * @param value the date with the zone it was written in, or null where no usable date was found
 * @param isZoned true where that zone is known; the value stands in UTC where it is not
 * @param origin which header it came from
 * @param raw the Date header as written, unfolded, or ""
 */
public record MessageDate(
    @Nullable OffsetDateTime value, boolean isZoned, Origin origin, String raw) {

  /** Where a date was taken from. */
  public enum Origin {
    /** The Date header. */
    DATE,
    /** The newest Received header, since Date was missing, unparsable or impossible. */
    RECEIVED,
    /** Nowhere: the mail is undated. */
    NONE
  }

  /**
   * The moment that the text of a date header names, or null where it names none that is possible.
   *
   * @param text unfolded, one char per byte
   */
  public static @Nullable Instant moment(String text) {
    DateParser.Parsed parsed = DateReader.possible(text);
    return parsed == null ? null : Instant.ofEpochSecond(parsed.date().toEpochSecond());
  }

  /** The same moment in UTC, to the second, or null where the mail is undated. */
  public @Nullable Instant instant() {
    return value == null ? null : Instant.ofEpochSecond(value.toEpochSecond());
  }
}
