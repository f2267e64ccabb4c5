package broadside.archive;

import java.time.Instant;

/**
 * One release in a few numbers.
 *
 * @param number from 1
 * @param title one line, or ""
 * @param first number of its first message
 * @param count numbers in it, published, redacted and withheld
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
    Instant time,
    long mailBytes) {}
