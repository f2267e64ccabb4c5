package broadside.intake.release;

import broadside.archive.release.ReleaseHeading;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A release as the ledger knows it.
 *
 * @param count numbers in it
 * @param about SHA-256 of {@code public/about} when it was made
 * @param statement SHA-256 of its statement's text
 */
record ReleaseRow(
    int number,
    long first,
    long count,
    String title,
    Instant time,
    byte[] about,
    byte[] statement) {

  /** The last number in it. */
  long last() {
    return first + count - 1;
  }

  /** What its files begin with, after {@code previous}. */
  ReleaseHeading heading(@Nullable ReleaseRow previous) {
    return new ReleaseHeading(
        number,
        previous == null ? null : HexFormat.of().formatHex(previous.statement),
        title,
        first,
        HexFormat.of().formatHex(about),
        time);
  }
}
