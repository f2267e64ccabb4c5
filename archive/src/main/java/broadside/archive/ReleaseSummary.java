package broadside.archive;

import java.time.Instant;

/**
 * One release in a few numbers.
 *
 * @param number from 1
 * @param title one line, or ""
 * @param first number of its first message
 * @param count numbers in it, published, redacted and withheld
 * @param withdrawn how many of the published and redacted were taken back since
 * @param redactedSince of how many of those that are left parts were taken out since
 * @param time when it was made
 * @param mailBytes bytes of the mails, unpacked
 */
public record ReleaseSummary(
    int number,
    String title,
    long first,
    long count,
    long published,
    long redacted,
    long withheld,
    long withdrawn,
    long redactedSince,
    Instant time,
    long mailBytes) {

  /** Number of its last message. */
  public long last() {
    return first + count - 1;
  }

  /** Mails that can be read. */
  public long mails() {
    return published + redacted - withdrawn;
  }
}
