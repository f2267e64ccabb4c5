package broadside.proof.release;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One number of a release (FORMATS "releases": manifest). The UTF-8 bytes of {@link #print()} are
 * the leaf of the release's Merkle tree.
 */
public sealed interface ManifestLine {

  /** The message's number, from 1, without gaps over all releases. */
  long number();

  /**
   * @param mail commitment to the mail's bytes, 32 bytes in lower-case hex
   * @param bytes size of the mail
   * @param date when it was written, in UTC, or null
   * @param thread its own thread key, 16 hex digits
   */
  record Published(long number, String mail, long bytes, @Nullable Instant date, String thread)
      implements ManifestLine {}

  /**
   * @param mail commitment to what is published
   * @param original commitment to the mail before redaction
   * @param reason a reason code
   */
  record Redacted(
      long number,
      String mail,
      String original,
      String reason,
      long bytes,
      @Nullable Instant date,
      String thread)
      implements ManifestLine {}

  /** A number without a mail: it says no more than this. */
  record Withheld(long number, String original, String reason) implements ManifestLine {}

  /** The line, without LF. */
  default String print() {
    throw new IllegalStateException("being written");
  }

  /** The inverse of {@link #print()}. */
  static ManifestLine parse(String line) throws FormatException {
    throw new FormatException(line);
  }
}
